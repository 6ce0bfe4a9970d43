import { describe, expect, test } from 'vitest';
import { type Dump, explainLine, readDump } from '../../../src/explain/dump.ts';
import { excess, longest, mostLines } from '../../../src/explain/longest.ts';

const whole =
  '# Generated\n*filter\n:INPUT DROP [12:3456]\n:MINE - [0:0]\n[7:420] -A INPUT -p tcp -m tcp --dport 22 -j ACCEPT\nCOMMIT\n';

const read = (text: string): Extract<Dump, { kind: 'dump' }> => {
  const dump = readDump(text);
  if (dump.kind !== 'dump') throw new Error(`read as ${dump.kind}`);
  return dump;
};

test.each([
  ['', 'empty'],
  [' \n\t\n', 'empty'],
  ['\u007fELF\u0000\u0001', 'binary'],
  ['\ufffd\ufffd', 'binary'],
  ['x'.repeat(longest + 1), 'long'],
])('a text that is no dump: %#', (text, kind) => expect(readDump(text).kind).toBe(kind));

test('every line has its kind and its number', () => {
  expect(read(whole).lines.map(({ number, kind }) => `${number} ${kind}`)).toEqual([
    '1 comment',
    '2 table',
    '3 chain',
    '4 chain',
    '5 rule',
    '6 commit',
    '7 blank',
  ]);
});

test('a whole dump has no problems and no refusal', () => {
  const { problems, refusal, rules, tables } = read(whole);
  expect({ problems, refusal, rules, tables }).toEqual({
    problems: [],
    refusal: null,
    rules: 1,
    tables: ['filter'],
  });
});

test('policies and counters are said in words', () => {
  const [, , input, mine] = read(whole).lines;
  expect(input?.means).toBe(
    'The policy of INPUT: drop what no rule has decided. When this was saved, 12 packets (3,456 bytes) had reached the policy.',
  );
  expect(mine?.means).toContain('a user-defined chain');
});

test('the parts of a rule are pieces of its text, counters left out', () => {
  const { text, parts, means } = explainLine(read(whole).lines[4]!);
  expect(parts.length).toBeGreaterThan(2);
  for (const part of parts) expect(text.slice('[7:420] '.length)).toContain(part.text);
  expect(means).toBe('Let in TCP packets to port 22.');
});

describe('damaged lines', () => {
  const damaged = read(whole.replace('--dport 22', '--dprot 22'));
  test('each is listed once, by its line, with a hint', () => {
    expect(damaged.problems.map(({ number }) => number)).toEqual([5]);
    for (const { problem } of damaged.problems) expect(problem?.hint).not.toBe('');
  });
  test('places lie within their lines', () => {
    for (const { text, problem } of damaged.problems) {
      expect(problem!.from).toBeGreaterThanOrEqual(0);
      expect(problem!.to).toBeLessThanOrEqual(text.length);
      expect(problem!.from).toBeLessThanOrEqual(problem!.to);
    }
  });
  test('the rest is still explained', () =>
    expect(damaged.lines[2]?.means).toContain('The policy of INPUT: drop'));
  test('iptables-restore’s refusal is told', () => expect(damaged.refusal).not.toBeNull());
});

test('sets that a dump names are taken to be there', () => {
  const { problems, refusal, lines } = read(
    '*filter\n-A INPUT -m set ! --match-set office src -j DROP\n-A INPUT -p tcp -j SET --add-set curious src --exist\nCOMMIT\n',
  );
  expect({ problems, refusal }).toEqual({ problems: [], refusal: null });
  expect(explainLine(lines[1]!).parts.map((p) => p.text)).toContain('! --match-set office src');
});

test('a set that is looked up in by no side of the packet is still a mistake', () => {
  expect(
    read('*filter\n-A INPUT -m set --match-set office sideways -j DROP\nCOMMIT\n').problems.map(
      (l) => l.number,
    ),
  ).toEqual([2]);
});

test('a text of too many lines is not read, whatever its length', () => {
  expect(excess('\n'.repeat(mostLines - 1))).toBeNull();
  expect(excess('\n'.repeat(mostLines))).toEqual({ count: mostLines + 1, of: 'line' });
  expect(excess('x'.repeat(longest))).toBeNull();
  expect(excess('x'.repeat(longest + 1))).toEqual({ count: longest + 1, of: 'character' });
});

// What iptables-restore 1.8.9 says is the same for each, legacy and nft: a bad argument in that line.
test.each([
  ['*nat', 'COMMIT is missing: the filter table has not ended.', 'COMMIT\n*nat'],
  ['iptables -A INPUT -j DROP', 'This is a command. Inside a table, leave out iptables', '-A INPUT -j DROP'],
  ['sudo iptables -t filter -A INPUT -j DROP', 'This is a command.', undefined],
  [
    '-A INPUT -m conntrack --ctstate ESTABLISHED RELATED -j ACCEPT',
    'A list has commas and no spaces. Write ESTABLISHED,RELATED.',
    'ESTABLISHED,RELATED',
  ],
])('%s inside a table: its own hint, and no problem after it', (line, hint, replacement) => {
  const rest = line.startsWith('*') ? '-A POSTROUTING -o eth0 -j MASQUERADE\n' : '';
  const text = `*filter\n:INPUT DROP [0:0]\n${line}\n${rest}COMMIT\n`;
  const [found, ...more] = read(text).problems;
  expect(more).toEqual([]);
  expect(found!.problem!.message).toMatch(/^Bad argument `/);
  expect(found!.problem!.hint).toContain(hint);
  expect(found!.problem!.replacement).toBe(replacement);
  if (replacement === undefined) return;
  const { from, to } = found!.problem!;
  expect(read(text.replace(line, line.slice(0, from) + replacement + line.slice(to))).problems).toEqual([]);
});

test.each<[title: string, rules: string, shadowed: readonly (number | null)[]]>([
  ['after a rule for all', '-A INPUT -j DROP\n-A INPUT -p tcp -j ACCEPT\n-A INPUT -j LOG', [null, 1, 1]],
  [
    'with its comment',
    '-A INPUT -m comment --comment "the rest" -j REJECT --reject-with icmp-port-unreachable\n-A INPUT -j ACCEPT',
    [null, 1],
  ],
  ['in its own chain alone', '-A INPUT -j ACCEPT\n-A FORWARD -i lan -j ACCEPT', [null, null]],
  [
    'a rule that asks something',
    '-A INPUT -i lo -j ACCEPT\n-A INPUT -j LOG\n-A INPUT -j DROP',
    [null, null, null],
  ],
  ['where rules are inserted', '-A INPUT -j DROP\n-I INPUT -p tcp -j ACCEPT', [null, null]],
  [
    'in another table of the name',
    '-A INPUT -j DROP\nCOMMIT\n*filter\n-A INPUT -p tcp -j ACCEPT',
    [null, null],
  ],
])('no packet gets past a rule that decides about all: %s', (_, rules, shadowed) => {
  const lines = read(`*filter\n${rules}\nCOMMIT\n`).lines.filter((line) => line.kind === 'rule');
  expect(lines.map((line) => line.shadowedBy)).toEqual(shadowed);
  for (const line of lines.map(explainLine))
    expect(line.means.includes(`rule ${line.shadowedBy} of the chain decides about all`)).toBe(
      line.shadowedBy !== null,
    );
});

test.each([
  ['-P INPUT DROP\n*filter\n-A INPUT -i lo -j ACCEPT\nCOMMIT', 'Put it below *filter, and above the COMMIT'],
  ['-A INPUT -i lo -j ACCEPT\nCOMMIT', 'Put *filter on the line before it'],
  ['*raw\n-A INPUT -j DROP\nCOMMIT', 'The raw table has no chain INPUT. It has PREROUTING, OUTPUT.'],
  ['*raw\n-A mine -j DROP\nCOMMIT', 'Add a line that makes it: :mine - [0:0].'],
  ['*filter\n-I INPUT 3 -j DROP\nCOMMIT', 'INPUT has 0 rules, so -I can put one at 1, and not at 3.'],
  ['*filter\n-A INPUT -j DROP\n-I INPUT 4 -j DROP\nCOMMIT', 'so -I can put one at 1 to 2, and not at 4.'],
  ['*filter\n-A INPUT -j DROP\n-D INPUT 2\nCOMMIT', 'INPUT has 1 rule, so there is no rule 2.'],
  ['*filter\n-A INPUT –p tcp -j DROP\nCOMMIT', 'This begins with –, which is no hyphen. Write -p.'],
])('%j: its hint, and a fix that makes no other mistake', (text, hint) => {
  const [found, ...more] = read(`${text}\n`).problems;
  expect([more, found!.problem!.hint]).toEqual([[], expect.stringContaining(hint)]);
});

// Both load with iptables 1.8.9, legacy and nft; with the first, legacy leaves the policy as it was, and nft makes it ACCEPT.
test.each([
  [':INPUT - [0:0]', 'INPUT is a built-in chain. This line gives it no policy.'],
  ['-A INPUT -m comment --comment "unclosed -j ACCEPT', 'with no -j, they carry on to the next rule.'],
])('%s', (line, means) => {
  const { lines, refusal } = read(`*filter\n${line}\nCOMMIT\n`);
  expect(refusal).toBeNull();
  expect(explainLine(lines[1]!).means).toContain(means);
});
