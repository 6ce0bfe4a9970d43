import { randomOf } from '../generate.ts';

const services = [
  '-p tcp -m tcp --dport 22',
  '-p tcp -m tcp --dport 25',
  '-p udp -m udp --dport 53',
  '-p tcp -m tcp --dport 53',
  '-p tcp -m multiport --dports 80,443,8080:8099',
  '-p udp -m udp --dport 123',
  '-p tcp -m tcp --dport 389',
  '-p tcp -m tcp --dport 445',
  '-p tcp -m tcp --dport 3389',
  '-p tcp -m tcp --dport 1433:1434',
  '-p udp -m multiport --ports 137,138',
  '-p icmp -m icmp --icmp-type 8',
  '-p esp',
  '-p 97',
  '-p tcp -m tcp ! --dport 6000:6063 --tcp-flags FIN,SYN,RST,ACK SYN',
];
const zones = ['lan', 'dmz', 'guest', 'voice', 'wan', 'vpn', 'srv', 'mgmt', 'lab', 'print', 'cam', 'hr'];

/**
 * An office's firewall as its generator writes it: a chain for each pair of zones, and some 4 500 rules in
 * them.
 */
export const office = (): string => {
  const random = randomOf(4000);
  const below = (n: number) => Math.floor(random() * n);
  const pick = <T>(list: readonly T[]): T => list[below(list.length)]!;
  const device = (zone: string) => `bond0.${100 + zones.indexOf(zone)}`;
  const address = () =>
    pick([
      `10.${below(256)}.${below(256)}.${below(256)}/32`,
      `172.${16 + below(16)}.${below(256)}.0/24`,
      `192.168.${below(256)}.${below(8) * 32}/27`,
      `10.${below(256)}.0.0/16`,
    ]);
  const counted = (rule: string) => `[${below(5) ? 0 : below(1e9)}:${below(5) ? 0 : below(1e12)}] ${rule}`;
  const pairs = zones.flatMap((from) =>
    zones.filter((to) => to !== from).map((to) => ({ from, to, chain: `${from}-${to}` })),
  );
  const filter = [
    '*filter',
    ':INPUT DROP [12:3456]',
    ':FORWARD DROP [7890:123456]',
    ':OUTPUT ACCEPT [1:60]',
    ...pairs.map((p) => `:${p.chain} - [0:0]`),
    ':log-drop - [0:0]',
  ];
  filter.push(
    counted('-A INPUT -m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT'),
    counted('-A INPUT -i lo -j ACCEPT'),
    counted('-A FORWARD -m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT'),
  );
  for (const p of pairs)
    filter.push(counted(`-A FORWARD -i ${device(p.from)} -o ${device(p.to)} -g ${p.chain}`));
  for (const p of pairs) {
    for (let i = 0; i < 30; i++) {
      const source = random() < 0.7 ? `${random() < 0.05 ? '! ' : ''}-s ${address()} ` : '';
      const destination = random() < 0.6 ? `-d ${address()} ` : '';
      const state = random() < 0.3 ? ' -m conntrack --ctstate NEW' : '';
      const comment =
        random() < 0.4 ? ` -m comment --comment "req ${1000 + below(9000)}: ${p.from} to ${p.to}"` : '';
      filter.push(
        counted(
          `-A ${p.chain} ${source}${destination}${pick(services)}${state}${comment} -j ${pick(['ACCEPT', 'ACCEPT', 'ACCEPT', 'RETURN', 'DROP', 'REJECT --reject-with icmp-port-unreachable', 'log-drop'])}`,
        ),
      );
    }
    filter.push(counted(`-A ${p.chain} -j log-drop`));
  }
  filter.push(
    counted('-A log-drop -m limit --limit 10/min -j LOG --log-prefix "office drop: " --log-level 6'),
    counted('-A log-drop -j DROP'),
    'COMMIT',
  );
  const nat = [
    '*nat',
    ':PREROUTING ACCEPT [0:0]',
    ':INPUT ACCEPT [0:0]',
    ':OUTPUT ACCEPT [0:0]',
    ':POSTROUTING ACCEPT [0:0]',
  ];
  for (let i = 0; i < 120; i++)
    nat.push(
      counted(
        `-A PREROUTING -d 203.0.113.${i}/32 -i ${device('wan')} -p tcp -m tcp --dport ${1000 + i} -j DNAT --to-destination 10.1.${i}.10:${8000 + i}`,
      ),
    );
  for (let i = 0; i < 60; i++)
    nat.push(
      counted(`-A POSTROUTING -s 10.${i}.0.0/16 -o ${device('wan')} -j SNAT --to-source 203.0.113.${i}`),
    );
  return [...filter, ...nat, 'COMMIT', ''].join('\n');
};
