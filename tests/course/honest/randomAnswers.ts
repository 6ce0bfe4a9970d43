/** Answers that no one would think of: rules out of the lab's own names, and solutions with their lines changed at random. */
import { surroundings } from '../../../src/course/mutate/mutants.ts';
import type { SolvedLab } from '../../../src/course/mutate/withSolution.ts';
import { builtInChains } from '../../../src/netfilter/hookOrder.ts';
import { randomOf } from '../../conformance/generate.ts';

/** Makes one answer after the other; the same seed makes the same. */
export const randomAnswers = ({ lab, untouched }: SolvedLab, seed: number): (() => string) => {
  const random = randomOf(seed);
  const chance = (p: number) => random() < p;
  const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)]!;
  const { interfaces, addresses, ports } = surroundings(untouched, lab.host);
  const near = [...Object.keys(interfaces), 'lo'];
  const isSave = lab.language === 'save';

  const rule = (): string => {
    const table = pick(['filter', 'filter', 'filter', 'nat', 'nat', 'mangle', 'raw'] as const);
    const chain = pick(builtInChains(table));
    const not = () => (chance(0.15) ? '! ' : '');
    const address = () => (chance(0.3) ? `${pick(addresses).replace(/\d+$/, '0')}/24` : pick(addresses));
    const protocol = pick(['tcp', 'tcp', 'udp', 'icmp', '']);
    const nat = {
      PREROUTING: [`DNAT --to-destination ${pick(addresses)}`, 'REDIRECT --to-ports 8080', 'ACCEPT'],
      OUTPUT: [`DNAT --to-destination ${pick(addresses)}`, 'ACCEPT'],
      POSTROUTING: ['MASQUERADE', `SNAT --to-source ${pick(addresses)}`, 'ACCEPT'],
    } as Readonly<Record<string, readonly string[]>>;
    const target =
      table === 'nat'
        ? pick(nat[chain] ?? ['ACCEPT', 'RETURN'])
        : pick([
            'ACCEPT',
            'ACCEPT',
            'DROP',
            'DROP',
            'RETURN',
            ...(table === 'filter' ? ['REJECT', 'LOG'] : []),
          ]);
    const needsProtocol = target.includes('--to-ports');
    const words = [
      chance(0.25) ? `${not()}-s ${address()}` : '',
      chance(0.25) ? `${not()}-d ${address()}` : '',
      chance(0.3) && !['OUTPUT', 'POSTROUTING'].includes(chain) ? `${not()}-i ${pick(near)}` : '',
      chance(0.3) && !['INPUT', 'PREROUTING'].includes(chain) ? `${not()}-o ${pick(near)}` : '',
      needsProtocol ? '-p tcp' : protocol && `-p ${protocol}`,
      (protocol === 'tcp' || protocol === 'udp') && !needsProtocol && chance(0.6) && ports.length > 0
        ? `${pick(['--dport', '--dport', '--sport'])} ${pick(ports)}`
        : '',
      table !== 'raw' && chance(0.2)
        ? `-m conntrack --ctstate ${pick(['NEW', 'ESTABLISHED', 'RELATED,ESTABLISHED', 'INVALID'])}`
        : '',
    ].filter((w) => w !== '');
    const at = isSave ? '-A' : pick(['-A', '-A', '-I']);
    return `${isSave ? `${table}|` : `iptables -t ${table} `}${at} ${[chain, ...words].join(' ')} -j ${target}`;
  };
  const policy = (): string => {
    const chain = pick(['INPUT', 'FORWARD', 'OUTPUT']);
    return `iptables -P ${chain} ${pick(['DROP', 'DROP', 'ACCEPT'])}`;
  };
  const some = (most: number, line: () => string) =>
    Array.from({ length: 1 + Math.floor(random() * most) }, line);
  const mixed = (lines: readonly string[]): readonly string[] => {
    const kept = lines.filter(() => chance(0.85));
    const order = chance(0.4) ? kept.toSorted(() => random() - 0.5) : kept;
    return chance(0.3) && order.length > 0 ? [...order, pick(order)] : order;
  };
  const dump = (rules: readonly string[]): string =>
    (['raw', 'mangle', 'nat', 'filter'] as const)
      .flatMap((table) => {
        const own = rules.filter((r) => r.startsWith(`${table}|`)).map((r) => r.slice(table.length + 1));
        if (own.length === 0) return [];
        const chains = builtInChains(table).map((c) => {
          const drops = table === 'filter' && chance(0.25);
          return `:${c} ${drops ? 'DROP' : 'ACCEPT'} [0:0]`;
        });
        return [`*${table}`, ...chains, ...own, 'COMMIT'];
      })
      .join('\n')
      .concat('\n');
  const solution = lab.solution.split('\n').filter((line) => line !== '');

  return () => {
    const extra = chance(0.5) ? some(2, rule) : [];
    if (!isSave) {
      const from = pick([solution, solution, lab.start.split('\n'), []]);
      const lines = mixed(from);
      const policies = chance(0.2) ? [policy()] : [];
      const more = lines.length === 0 ? some(4, rule) : extra;
      return `${(chance(0.5) ? [...more, ...lines, ...policies] : [...policies, ...lines, ...more]).join('\n')}\n`;
    }
    if (chance(0.4)) return dump(some(5, rule));
    // Only the rules of a saved text change places: the lines around them keep it one.
    const text = chance(0.7) ? lab.solution : lab.start;
    const isRule = (line: string) => line.startsWith('-A');
    const lines = text.split('\n');
    const rules = [
      ...mixed(lines.filter(isRule)),
      ...extra.flatMap((r) => (r.startsWith('filter|') ? [r.slice(7)] : [])),
    ];
    const table = lines.indexOf('*filter');
    const end = lines.findIndex((line, i) => i > table && line === 'COMMIT');
    if (table < 0 || lines.filter((line) => line.startsWith('*')).length !== 1) return text;
    return [...lines.slice(0, end).filter((line) => !isRule(line)), ...rules, ...lines.slice(end)].join('\n');
  };
};
