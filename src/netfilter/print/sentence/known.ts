/** Interfaces and marks that Docker, kube-proxy and others make on many machines. Used for wording alone. */

/** Whether a chain is one of kube-proxy's. */
export const isKubernetes = (chain: string): boolean => chain.startsWith('KUBE-');

const inhabitants: readonly (readonly [RegExp, string])[] = [
  [/^(docker\d+|br-[0-9a-f]{12})$/, 'a container'],
  [/^(cni\d+|cbr\d+|cali\w+)$/, 'a pod'],
  [/^virbr\d+$/, 'a virtual machine'],
];

/** Who is on the network of this interface; null where that is not known. */
export const inhabitantOf = (device: string): string | null =>
  inhabitants.find(([name]) => name.test(device))?.[1] ?? null;

/** What a mark means to those who set it, after "packets that"; null where that is not known. */
export const knownMark = (
  chain: string,
  mark: { readonly value: number; readonly mask: number },
): string | null =>
  isKubernetes(chain) && mark.value === 0x4000 && mark.mask === 0x4000
    ? 'kube-proxy has marked for masquerading'
    : null;
