/** Every quick fix of every mistake that the tests know makes a text better: it has fewer problems then. */
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { type PreparedLab, prepareLab } from '../../src/course/prepareLab.ts';
import { runText } from '../../src/course/runLab.ts';
import '../../src/netfilter/allExtensions.ts';
import '../../src/shell/commands/all.ts';

const hosts = { pc: { interfaces: { eth0: { link: 'lan', addresses: ['10.0.0.1/24'] } } } };
const prepared = {
  commands: prepareLab({ host: 'pc', language: 'commands' }, { hosts }),
  save: prepareLab({ host: 'pc', language: 'save' }, { hosts }),
};
type Language = keyof typeof prepared;

const folder = new URL('../conformance/', import.meta.url);
const read = (name: string): string => readFileSync(new URL(name, folder), 'utf8');
const lines = (name: string): readonly string[] =>
  read(name)
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#'));

const rules = lines('rules.txt').map(
  (line) => /^(\w+) (\S+) ; ?(.*)$/.exec(line)!.slice(1) as [string, string, string],
);
type Rule = (typeof rules)[number];
const asCommand = ([table, chain, rule]: Rule) => `iptables -t ${table} -A ${chain} ${rule}\n`;
const asSaved = ([table, chain, rule]: Rule) => `*${table}\n-A ${chain} ${rule}\nCOMMIT\n`;

/** A rule that loads, each time with one word that lacks its last letter but one. */
const misspelt = (rule: Rule, language: Language, as: (rule: Rule) => string): readonly string[] => {
  if (runText(prepared[language], as(rule)).problems.length > 0) return [];
  const words = rule[2].split(' ');
  return words.flatMap((word, i) =>
    /^(--[a-z-]{4,}|[A-Z]{4,})$/.test(word)
      ? [as([rule[0], rule[1], words.with(i, word.slice(0, -2) + word.slice(-1)).join(' ')])]
      : [],
  );
};

/**
 * Lines with a second mistake, of which iptables tells when the first is gone; and words that are as near to one option as to
 * another.
 */
const twice: readonly RegExp[] = [
  /-A INPUT ! -n/,
  /! -ecn-ip-ect 4/,
  /-m bpf -bytecode 1/,
  /-m recent --reap -W 1/,
  /-A INPUT -j DROP -W 1/,
  /-A INPUT -p tcp -j MASQUERADE --to-ports 2:1/,
  /^:INPUT ACCEPT \[0:0\]\n$/,
  / --(ctstats|stt|destination-o) /,
];

const tables: readonly (readonly [
  name: string,
  language: Language,
  texts: readonly string[],
  least: number,
])[] = [
  ['commands', 'commands', lines('commands.txt').map((line) => `iptables ${line}\n`), 4],
  ['rules', 'commands', rules.map(asCommand), 10],
  ['saved rules', 'save', rules.map(asSaved), 10],
  ['restored texts', 'save', JSON.parse(read('restores.json')) as string[], 3],
  ['misspelt rules', 'commands', rules.flatMap((rule) => misspelt(rule, 'commands', asCommand)), 1000],
  ['misspelt saved rules', 'save', rules.flatMap((rule) => misspelt(rule, 'save', asSaved)), 1000],
  [
    'what people type',
    'commands',
    [
      'iptable -A INPUT -j DROP\n',
      'iptables -A input -j DROP\n',
      'iptables -A INPUT -j drop\n',
      'iptables -A INPUT --dport 22 -j DROP\n',
      'iptables -A INPUT -p tpc -j DROP\n',
      'iptables -t natt -A POSTROUTING -j MASQUERADE\n',
      'iptables -t nat -A POSTROUTING -j MASQARADE\n',
      '-A INPUT -j DROP\n',
      'pin -c 1 10.0.0.1\n',
      'iptables -P FORWRD DROP\n',
      'iptables -P INPUT drop\n',
    ],
    10,
  ],
  [
    'what people paste',
    'save',
    ['*filter\n:INPT DROP [0:0]\nCOMMIT\n', '*filter\n:INPUT DRP [0:0]\nCOMMIT\n'],
    2,
  ],
];

test.each(tables)('%s', (_, language, texts, least) => {
  const lab: PreparedLab<{ host: string; language: Language }> = prepared[language];
  let fixes = 0;
  const worse: unknown[] = [];
  for (const text of new Set(texts)) {
    const before = runText(lab, text).problems;
    for (const { from, to, replacement, message } of before) {
      if (replacement === undefined) continue;
      fixes++;
      const fixed = text.slice(0, from) + replacement + text.slice(to);
      const after = runText(lab, fixed).problems;
      if (after.length < before.length) continue;
      const isNext = twice.some((line) => line.test(text)) && after.length === before.length;
      if (!isNext || after[0]!.message === message) worse.push({ text, fixed, next: after[0]!.message });
    }
  }
  expect(worse).toEqual([]);
  expect(fixes).toBeGreaterThanOrEqual(least);
});
