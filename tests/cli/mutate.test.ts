/** `check --mutate` prints each exercise's score, and each wrong firewall that passes with a packet that shows it. */
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeEach, expect, it, vi } from 'vitest';
import { check } from '../../src/cli/check.ts';

const folder = mkdtempSync(join(tmpdir(), 'four-tables-mutate-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const lesson = join(folder, 'lessons/07-not-locking-yourself-out.mdx');

beforeEach(() => {
  rmSync(folder, { recursive: true, force: true });
  for (const part of ['networks', 'lessons/07-not-locking-yourself-out.mdx'])
    cpSync(join('content', part), join(folder, part), { recursive: true });
});

const mutated = async (...args: readonly string[]) => {
  const printed = { stdout: '', stderr: '' };
  const spies = (['stdout', 'stderr'] as const).map((stream) =>
    vi.spyOn(process[stream], 'write').mockImplementation((part) => {
      printed[stream] += String(part);
      return true;
    }),
  );
  const status = await check.run(['--mutate', ...args], 'legacy');
  for (const spy of spies) spy.mockRestore();
  return { status, text: printed.stdout, said: printed.stderr };
};

/** Takes the packet of this name out of an exercise. */
const withoutPacket = (id: string, name: string): void => {
  const text = readFileSync(lesson, 'utf8');
  const from = text.indexOf(`- ${name}: `, text.indexOf(`{#${id}`));
  const to = text.indexOf('\n- ', from + 1);
  writeFileSync(lesson, text.slice(0, from) + text.slice(to + 1));
};

it('is a table, and status 0 where every wrong firewall is found', async () => {
  const { status, text, said } = await mutated(lesson);
  expect(text).toMatch(
    /^exercise {18}wrong {2}found\ntake-it-all-off +0 +0\nover-a-reboot +0 +0\nwhich-line-first-parsons +(\d+) +\1\nwhich-line-first-fill +(\d+) +\2\nwhich-line-first +(\d+) +\3\nkeep-the-way-back +(\d+) +\4\nbehind-the-drop +(\d+) +\5\n\n$/,
  );
  expect(status).toBe(0);
  expect(
    said,
  ).toBe(`Not tried, because the answer is no firewall: an-empty-firewall (predict), half-a-file (find), who-is-left-outside (predict).
take-it-all-off: no mistake was made in what is no plain iptables command:
    iptables -F
    iptables -t mangle -F
    iptables -X
over-a-reboot: no mistake was made in what is no plain iptables command:
    printf '%s\\n' '*filter' ':INPUT DROP' '-A INPUT -s 192.0.2.50 -p tcp --dport 22 -j ACCEPT' '-A INPUT -p tcp --dport 3306 -j ACCEPT' COMMIT > /etc/iptables/rules.v4
    iptables-restore /etc/iptables/rules.v4; iptables -D INPUT 2
    netfilter-persistent save
`);
});

it('other orders and other words are tried too, and what is not altered is named', async () => {
  withoutPacket('which-line-first', 'a stranger tries ssh');
  withoutPacket('which-line-first', 'you log in');
  const solution = 'iptables -A INPUT -p tcp --dport 80 -j ACCEPT\niptables -A INPUT -s';
  const written = readFileSync(lesson, 'utf8').replace('- trace: a stranger tries ssh\n', '');
  writeFileSync(lesson, written.replace(solution, `ip route\n${solution}`));
  const { text, said } = await mutated(lesson);
  expect(text).toContain('which-line-first-parsons: a line left out passes\n');
  expect(text).toContain('which-line-first-parsons: another order of the lines passes\n');
  expect(said).toContain(
    'which-line-first: no mistake was made in what is no plain iptables command:\n    ip route\n',
  );
});

it('what passes is printed with a packet that check takes when it is pasted, and then nothing passes', async () => {
  withoutPacket('keep-the-way-back', 'you ask the database');
  const { status, text } = await mutated(folder);
  expect(status).toBe(1);
  const [, item] =
    /^keep-the-way-back: the port left out passes\n[\s\S]*?tells it apart:\n([\s\S]*?)\n\n/m.exec(text)!;
  expect(item).toBe(
    '    - admin sends tcp to 192.0.2.10 port 3306: `admin tcp 192.0.2.10:3306` timeout\n      Say here why.',
  );
  const written = readFileSync(lesson, 'utf8');
  const at = written.indexOf('- a stranger tries https: ', written.indexOf('{#keep-the-way-back'));
  writeFileSync(lesson, `${written.slice(0, at)}${item!.replace(/^ {4}/gm, '')}\n${written.slice(at)}`);
  expect((await mutated(folder)).status).toBe(0);
});

it('--json has a line for each exercise', async () => {
  withoutPacket('behind-the-drop', 'a stranger asks the resolver');
  withoutPacket('behind-the-drop', 'a stranger pings the server');
  const { text } = await mutated('--json', lesson);
  const ids = [
    'take-it-all-off',
    'over-a-reboot',
    'which-line-first-parsons',
    'which-line-first-fill',
    'which-line-first',
    'keep-the-way-back',
    'behind-the-drop',
  ];
  const lines = text.trim().split('\n');
  expect(lines.map((l) => JSON.parse(l).exercise)).toEqual(ids);
  const { wrong, found, survivors } = JSON.parse(lines[6]!);
  expect(wrong - found).toBe(survivors.length);
  expect(survivors).toContainEqual({
    misconception: 'one-protocol',
    name: 'for one protocol alone',
    alwaysWrong: false,
    answer: expect.stringContaining('-A INPUT -p tcp -j DROP'),
    changes: 0,
    packet: expect.stringMatching(/^- \w+ sends udp .*timeout\n {2}Say here why\.\n$/),
  });
});

it('a lesson that cannot be read is said, and nothing is tried', async () => {
  writeFileSync(lesson, 'no lesson');
  expect(await mutated(lesson)).toMatchObject({ status: 1, text: '' });
  expect((await mutated(join(folder, 'lessons/none.mdx'))).said).toMatch(/there is no such file/);
});
