/**
 * Chains that Docker, kube-proxy, ufw and others make on many machines. Used for wording alone: a rule acts the same whatever
 * its chain is called.
 */
import type { TableName } from '../../types.ts';

/** How a chain is spoken of by the rules that send packets there. */
interface Destination {
  readonly chain: RegExp;
  readonly table?: TableName;
  /** After "the packets": what becomes of them there. */
  readonly they: string;
}

const destinations: readonly Destination[] = [
  { chain: /^KUBE-SVC-/, they: 'go to the chain that picks one of its pods' },
  { chain: /^KUBE-SVL-/, they: 'go to the chain that picks one of its pods on this node' },
  { chain: /^KUBE-EXT-/, they: 'go to the chain for connections from outside the cluster' },
  { chain: /^KUBE-SEP-/, they: 'go to this pod' },
  { chain: /^KUBE-MARK-MASQ$/, they: 'are marked, so that POSTROUTING will masquerade them' },
  { chain: /^KUBE-SERVICES$/, they: 'are compared with the addresses of all services' },
  { chain: /^KUBE-NODEPORTS$/, they: 'are compared with the node ports of all services' },
  { chain: /^DOCKER$/, table: 'nat', they: 'are checked for published container ports' },
  { chain: /^DOCKER$/, they: 'go to the chain that lets published container ports through' },
  { chain: /^DOCKER-USER$/, they: 'go to the chain for rules of your own, which Docker leaves alone' },
  { chain: /^DOCKER-ISOLATION-STAGE-1$/, they: 'go to the chain that keeps Docker’s networks apart' },
  {
    chain: /^DOCKER-ISOLATION-STAGE-2$/,
    they: 'get a second check, which drops them if that interface is another Docker network',
  },
  { chain: /^ufw-user-(input|forward|output)$/, they: 'go to the chain of the rules you gave to ufw' },
];

/** What a rule's own chain adds to its sentence. */
export interface Inside {
  readonly lead?: string;
  readonly after?: string;
  /** In place of the target's own words. */
  readonly does?: string;
  /** What the packets are called that get there. */
  readonly packets?: string;
}

const insides: readonly (Inside & {
  readonly chain: RegExp;
  readonly table?: TableName;
  /** The target's name, or its kind: `jump`, `none`. */
  readonly target: string;
})[] = [
  { chain: /^DOCKER$/, table: 'nat', target: 'DNAT', lead: 'Publish a container: ' },
  {
    chain: /^DOCKER$/,
    table: 'filter',
    target: 'ACCEPT',
    after: ': by now the packet has the container’s address and port, because DNAT has already happened',
  },
  {
    chain: /^KUBE-FORWARD$/,
    target: 'DROP',
    after: ', because nat would pass them through untranslated',
  },
  {
    chain: /^KUBE-MARK-MASQ$/,
    target: 'MARK',
    packets: 'the packet',
    after: ' so that POSTROUTING will masquerade it; nothing else changes yet',
  },
  { chain: /^KUBE-POSTROUTING$/, target: 'RETURN', does: 'Leave alone …' },
  { chain: /^ufw-user-limit$/, target: 'LOG', packets: 'blocked connection attempts' },
];

/** What becomes of packets that a rule sends to this chain; null for a chain that is not known. */
export const knownDestination = (table: TableName, chain: string): string | null =>
  destinations.find((d) => d.chain.test(chain) && (d.table ?? table) === table)?.they ?? null;

/** What this chain adds to a rule with this target. */
export const knownInside = (table: TableName, chain: string, target: string): Inside =>
  insides.find((i) => i.chain.test(chain) && (i.table ?? table) === table && i.target === target) ?? {};
