/** Texts of a size, made of the kinds of rules that real machines have. */

/**
 * Chains of their own, jumps into them, and rules with addresses, ports, states, comments and NAT, as
 * kube-proxy and office firewalls write them.
 */
export const dump = (rules: number): string => {
  const services = Math.floor(rules / 6);
  const chains = Array.from({ length: services }, (_, i) => `SVC-${i}`);
  const ip = (i: number) => `10.${(i >> 16) & 255}.${(i >> 8) & 255}.${i & 255}`;
  const nat = [
    '*nat',
    ':PREROUTING ACCEPT [0:0]',
    ':INPUT ACCEPT [0:0]',
    ':OUTPUT ACCEPT [0:0]',
    ':POSTROUTING ACCEPT [0:0]',
    ...chains.map((c) => `:${c} - [0:0]`),
  ];
  const filter = ['*filter', ':INPUT DROP [0:0]', ':FORWARD DROP [0:0]', ':OUTPUT ACCEPT [0:0]'];
  for (const [i, chain] of chains.entries()) {
    nat.push(
      `-A PREROUTING -d ${ip(i)}/32 -p tcp -m comment --comment "default/service-${i}:http cluster IP" -m tcp --dport 80 -j ${chain}`,
    );
    nat.push(
      `-A ${chain} ! -s 10.244.0.0/16 -m comment --comment "default/service-${i}" -j MARK --set-xmark 0x4000/0x4000`,
    );
    nat.push(
      `-A ${chain} -p tcp -m statistic --mode random --probability 0.50000000000 -j DNAT --to-destination ${ip(i + 70_000)}:8080`,
    );
    nat.push(`-A ${chain} -p tcp -m tcp -j DNAT --to-destination ${ip(i + 90_000)}:8080`);
    filter.push(
      `-A INPUT -s ${ip(i)}/32 -p tcp -m multiport --dports 22,${1024 + (i % 60_000)} -m conntrack --ctstate NEW -j ACCEPT`,
    );
    filter.push(
      `-A FORWARD -i eth0 -o cni0 -d ${ip(i)}/32 -m limit --limit 3/min -j LOG --log-prefix "fw ${i % 1000}: "`,
    );
  }
  return [...nat, 'COMMIT', ...filter, 'COMMIT', ''].join('\n');
};

/** Rules of one kind that fit no packet to UDP port 53 from 127.0.0.1. */
export const missing: Readonly<Record<string, (i: number) => string>> = {
  '-s': (i) => `-s 10.${(i >> 16) & 255}.${(i >> 8) & 255}.${i & 255} -j DROP`,
  'udp --dport': (i) => `-p udp -m udp --dport ${1000 + (i % 8000)} -j DROP`,
  multiport: (i) => `-p udp -m multiport --dports ${1000 + (i % 8000)},${1001 + (i % 8000)},2000 -j DROP`,
  '--ctstate': () => '-m conntrack --ctstate INVALID -j DROP',
};

/** A filter table whose chain has so many of them, the kinds mixed where none is named. */
export const missingRules = (chain: string, count: number, kind?: string): string => {
  const kinds = kind === undefined ? Object.values(missing) : [missing[kind]!];
  return [
    '*filter',
    ...Array.from({ length: count }, (_, i) => `-A ${chain} ${kinds[i % kinds.length]!(i)}`),
    'COMMIT',
    '',
  ].join('\n');
};
