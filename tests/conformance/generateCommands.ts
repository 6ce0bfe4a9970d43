/**
 * Random commands that run one after the other on one host, and random texts for iptables-restore. The same
 * seed gives the same ones.
 */

import { builtInChains } from '../../src/netfilter/hookOrder.ts';
import { type BackendName, type TableName, tableNames } from '../../src/netfilter/types.ts';
import { generator, randomOf } from './generate.ts';

const own = ['a', 'b', 'c', 'LOGGING', 'f2b-sshd', 'DOCKER'];
const strange = [
  'NOPE',
  'ACCEPT',
  'DROP',
  '-x',
  '!',
  '',
  'a b',
  'LOG',
  'x'.repeat(28),
  'x'.repeat(29),
  'input',
  '1',
  'é',
];
const simple = [
  '-j ACCEPT',
  '-j DROP',
  '-j RETURN',
  '-s 10.0.0.1 -j ACCEPT',
  '-p tcp --dport 22 -j ACCEPT',
  '-p tcp -m tcp --dport 22 -j ACCEPT',
  '-i lo -j ACCEPT',
  '-o eth0 -j DROP',
  '-p udp',
  '-s 10.0.0.1,10.0.0.2 -j ACCEPT',
  '-m conntrack --ctstate ESTABLISHED,RELATED -j ACCEPT',
  '-j LOG',
  '-j MARK --set-mark 1',
  '-j REJECT',
  '-m comment --comment "a b"',
  '! -d 10.0.0.0/8',
  '-m limit --limit 3/min',
  '',
  '-p icmp --icmp-type 8 -j ACCEPT',
  '-d 1.1.1.1,2.2.2.2 -s 3.3.3.3,4.4.4.4',
  '-s 10.0.0.0/8 -d 10.0.0.0/8 -i eth+ -o eth1 -p 47 -f -j ACCEPT',
];
const counters = [
  '1 60',
  '0 0',
  '99999 100000',
  '123456 99999999',
  '9999999999 123456789012',
  '1',
  'x 1',
  '1 x',
  '4294967296 999999999999999',
  '5,6',
  '7x 8y',
  '1,',
];

/** Chance with the words that commands are made of. */
const chanceOf = (seed: number) => {
  const random = randomOf(seed);
  const chance = (p: number) => random() < p;
  const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)]!;
  const quote = (word: string) => (/[\s!]/.test(word) || word === '' ? `"${word}"` : word);
  const chain = (table: TableName) =>
    quote(
      chance(0.45)
        ? pick(builtInChains(table))
        : chance(0.93)
          ? pick(own)
          : pick([...strange, 'INPUT', 'PREROUTING', 'POSTROUTING']),
    );
  const rule = () => {
    const target = chance(0.25) ? ` ${pick(['-j', '-j', '-g'])} ${pick(own)}` : '';
    const base = pick(simple);
    return `${target && chance(0.9) ? base.replace(/ ?-j.*$/, '') : base}${target}`.trim();
  };
  const number = () =>
    chance(0.92)
      ? String(1 + Math.floor(random() * 4))
      : pick(['0', '-1', 'x', '99', '1x', '0x2', '+2', '010', '4294967297']);
  return { random, chance, pick, quote, chain, rule, number };
};

/**
 * An endless supply of commands, without `iptables` in front. Most of them stay in two tables, so that they
 * meet each other's chains.
 */
export const commandGenerator = (seed: number, backend: BackendName): (() => string) => {
  const { chance, pick, quote, chain, rule, number } = chanceOf(seed);
  // With nf_tables a built-in chain is renamed, and what is listed from then on says little.
  const renamed = () => (chance(0.9) || backend === 'nft' ? pick(own) : 'INPUT');
  // With nf_tables the words for a rule that is not there are those of the last system call that failed,
  // whichever that was.
  const numberOfZero = () => (backend === 'nft' ? '' : number());
  const flags = () =>
    pick(['', '', '-n', '-v', '-nv', '-nvx', '--line-numbers', '-x', '-n --exact', '-nvx --line-numbers']);
  return () => {
    const table: TableName = chance(0.6) ? 'filter' : chance(0.6) ? 'nat' : pick(tableNames);
    const set = () => (chance(0.25) ? ` -c ${pick(counters)}` : '');
    const verbose = () => (chance(0.15) ? ' -v' : '');
    const command = pick([
      () => `${pick(['-A', '-A', '--append'])} ${chain(table)} ${rule()}${set()}${verbose()}`,
      () => `-A ${chain(table)} ${rule()}${set()}${verbose()}`,
      () => `-A ${chain(table)} ${rule()}`,
      () => `-A ${chain(table)} ${rule()}`,
      () =>
        `${pick(['-I', '-I', '--insert'])} ${chain(table)} ${chance(0.5) ? `${number()} ` : ''}${rule()}${set()}${verbose()}`,
      () => `-I ${chain(table)} ${rule()}`,
      () => `-R ${chain(table)} ${chance(0.97) ? `${number()} ` : ''}${rule()}${set()}${verbose()}`,
      () => `-D ${chain(table)} ${chance(0.5) ? number() : rule()}${verbose()}`,
      () => `-C ${chain(table)} ${rule()}${verbose()}`,
      () => `-N ${chain(table)}`,
      () => `-N ${pick(own)}`,
      () => `-N ${pick(own)}`,
      () => `-X ${chance(0.9) ? chain(table) : ''}`,
      () => `-F ${chance(0.8) ? chain(table) : ''}`,
      () => `-E ${renamed()} ${chain(table)}`,
      () => `-E ${pick(own)} ${pick(own)}`,
      () =>
        `-P ${chance(0.8) ? pick(builtInChains(table)) : chain(table)} ${pick(['ACCEPT', 'DROP', 'ACCEPT', 'DROP', 'REJECT', 'RETURN', 'QUEUE', 'a', ''])}${set()}`,
      () => `-Z ${chance(0.6) ? chain(table) : ''} ${chance(0.2) ? numberOfZero() : ''}`,
      () => `${flags()} -L ${chance(0.4) ? chain(table) : ''} ${chance(0.1) ? number() : ''}`,
      () => `-L ${chance(0.4) ? chain(table) : ''} ${flags()}`,
      () => `-L ${flags()}`,
      () =>
        `-S ${chance(0.4) ? chain(table) : ''} ${chance(0.15) ? number() : ''} ${chance(0.4) ? '-v' : ''}`,
      () => `${flags()} ${pick(['-L', '-S'])} -Z ${chance(0.4) ? chain(table) : ''}`,
      () =>
        `${pick(['-A', '-D', '-L', '-P', '-N', '-E', '-F', '-Z', '-S', '-X', '-C', '-R', '-I'])} ${pick([...strange, ...own]) === '' ? '' : chain(table)} ${flags()} ${pick(['', 'x', '-s', '-j', '-t', '! -j DROP', '-L', '-A INPUT', '-p', '-o', '-m tcp', '-6', '-4', '-w', '-w 3', '-W 5'])}`,
    ])()
      .replace(/ +/g, ' ')
      .trim();
    void quote;
    const named = table === 'filter' && chance(0.9) ? '' : chance(0.97) ? table : pick(['foo', 'Nat', '']);
    if (named === '') return command;
    return chance(0.8) ? `-t ${named} ${command}` : `${command} ${pick(['-t', '--table'])} ${named}`;
  };
};

/** A text for iptables-restore, and the flags behind the command. */
export interface GeneratedRestore {
  readonly flags: string;
  readonly text: string;
}

/** An endless supply of texts: most are dumps with a mistake or none. */
export const restoreGenerator = (seed: number, backend: BackendName): (() => GeneratedRestore) => {
  const { chance, pick, chain, rule, number } = chanceOf(seed);
  const rules = generator(seed);
  const count = () =>
    chance(0.95)
      ? `[${pick(['0:0', '1:60', '12345678:9876543210'])}]`
      : pick(['[1', '[1:2', '[a:b]', '[]', '1:2', '[1:2:3]', '']);
  const ruleOf = (table: TableName): string => {
    if (chance(0.6)) return `-A ${chain(table)} ${rule()}`;
    let r = rules();
    for (let i = 0; i < 40 && (r.table !== table || /(^| )-(\w*v|-verb)/.test(r.rule)); i++) r = rules();
    return `-A ${r.chain} ${r.rule}`;
  };
  const section = (): string[] => {
    const table = chance(0.7) ? pick(['filter', 'nat'] as const) : pick(tableNames);
    const lines = [
      chance(0.98) ? `*${table}` : pick(['*foo', '*', ' *filter', '* nat', `*${table} x`, `*${table} `]),
    ];
    for (const hook of builtInChains(table))
      if (chance(0.9))
        lines.push(
          `:${hook} ${chance(0.97) ? pick(['ACCEPT', 'DROP']) : pick(['-', 'REJECT', 'x', ''])} ${count()}`,
        );
    for (const name of own)
      if (chance(0.6))
        lines.push(
          `:${chance(0.98) ? name : pick(strange)} ${chance(0.97) ? '-' : pick(['ACCEPT', 'DROP', ''])} ${count()}`,
        );
    const body = Math.floor(6 * (chance(0.5) ? 1 : 0.3));
    for (let i = 0; i < body; i++) {
      if (chance(0.9))
        lines.push(`${chance(0.2) ? `${count()} ` : ''}${ruleOf(table)}${chance(0.05) ? ' -c 3 4' : ''}`);
      else
        lines.push(
          pick([
            `-I ${chain(table)} ${rule()}`,
            `-D ${chain(table)} ${number()}`,
            `-D ${chain(table)} ${rule()}`,
            `-F ${chain(table)}`,
            '-F',
            `-N ${chain(table)}`,
            `-X ${chain(table)}`,
            '-X',
            `-Z ${chain(table)}`,
            `-P ${chain(table)} DROP`,
            `-E ${backend === 'nft' ? pick(own) : chain(table)} ${chain(table)}`,
            `-R ${chain(table)} ${number()} ${rule()}`,
            `-C ${chain(table)} ${rule()}`,
            '-A',
            'garbage',
            '# a comment',
            '',
            ' ',
            '\t',
            `-t ${table} -A INPUT`,
            '-A INPUT -m comment --comment "open',
            "-A INPUT -m comment --comment 'one'",
            '-A INPUT -m comment --comment "a\\"b"',
            '-A INPUT -j LOG --log-prefix "a\\\\b "',
            'iptables -A INPUT',
            '-h',
            '-V',
            ' -A INPUT -j DROP',
            `:${chain(table)} - [0:0]`,
          ]),
        );
    }
    if (chance(0.97))
      lines.push(chance(0.97) ? 'COMMIT' : pick(['COMMIT ', 'commit', 'COMMIT x', ' COMMIT']));
    return lines;
  };
  return () => {
    const lines = [
      section(),
      ...(chance(0.4) ? [section()] : []),
      ...(chance(0.2) ? [section()] : []),
    ].flat();
    if (chance(0.1))
      lines.unshift(pick(['# Generated by iptables-save v1.8.9', '-A INPUT -j DROP', 'x', '', 'COMMIT']));
    const flags = pick([
      '',
      '',
      '-c',
      '-c',
      '-n',
      '-n',
      '-c -n',
      '-t',
      '-v',
      '-T nat',
      '-T filter',
      '--counters --noflush',
      '-v -n',
    ]);
    return { flags, text: chance(0.95) ? `${lines.join('\n')}\n` : lines.join('\n') };
  };
};
