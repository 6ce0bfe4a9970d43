import { expect, test } from 'vitest';
import { run, runScript } from '../../../src/shell/run.ts';
import { atTerminal } from './terminal.ts';

const { world } = atTerminal();

/** A script; each of its commands as its line, its status and what it printed. */
const scripts: readonly {
  readonly script: string;
  readonly ran: readonly (readonly [number, number, string])[];
}[] = [
  {
    script: 'iptables -N WEB\n\n# nothing\niptables -S WEB\n',
    ran: [
      [1, 0, ''],
      [4, 0, '-N WEB\n'],
    ],
  },
  {
    script: 'foo\niptables -S INPUT',
    ran: [
      [1, 127, 'foo: command not found\n'],
      [2, 0, '-P INPUT ACCEPT\n'],
    ],
  },
  {
    script:
      'P=22\nfor p in $P 80\ndo iptables -A INPUT -p tcp --dport $p -j ACCEPT\ndone\niptables -S INPUT | grep -c ACCEPT',
    ran: [
      [1, 0, ''],
      [2, 0, ''],
      [5, 0, '3\n'],
    ],
  },
  {
    script: 'iptables-restore <<E\n*filter\n-A INPUT -j DROP\nCOMMIT\nE\niptables-save > r; wc -l < r',
    ran: [
      [1, 0, ''],
      [6, 0, '8\n'],
    ],
  },
  // A command that reads no input leaves it to the loop, as with bash and the real iptables and ping.
  {
    script:
      "printf 'a\\nb\\n' | while read x; do iptables -N $x; ping -c 1 127.0.0.1 > /dev/null; done; iptables -S | grep -c '^-N'",
    ran: [[1, 0, '2\n']],
  },
  {
    script: 'iptables -A INPUT -s $EXT -j DROP\necho ${EXT:-none}',
    ran: [
      [1, 2, "Bad argument `DROP'\nTry `iptables -h' or 'iptables --help' for more information.\n"],
      [2, 0, 'none\n'],
    ],
  },
  {
    script: 'iptables -A INPUT -m comment --comment "open\niptables -S INPUT',
    ran: [[1, 2, 'unexpected EOF while looking for matching `"\'\n']],
  },
  {
    script: 'for i in 1 2; do\necho never ended',
    ran: [[1, 2, 'syntax error: unexpected end of file\n']],
  },
  {
    script: 'echo )\necho on',
    ran: [[1, 2, "syntax error near unexpected token `)'\n"]],
  },
  // What is not simulated ends the script, its body included.
  {
    script: 'echo before\ncoproc panic {\n  iptables -P OUTPUT DROP\n}\necho after',
    ran: [
      [1, 0, 'before\n'],
      [2, 2, 'coproc is not simulated here\n'],
    ],
  },
  {
    script: 'cd /tmp\npwd\nfalse\necho $?',
    ran: [
      [1, 0, ''],
      [2, 0, '/tmp\n'],
      [3, 1, ''],
      [4, 0, '1\n'],
    ],
  },
  {
    script: 'echo a\nexit 3\necho never',
    ran: [
      [1, 0, 'a\n'],
      [2, 3, ''],
    ],
  },
  { script: '  echo a  # b\r\n', ran: [[1, 0, 'a\n']] },
];

test.each(scripts)('$script', ({ script, ran }) => {
  const runs = runScript(world, 'client', script);
  expect(runs.map((r) => [r.line, r.status, r.stdout + r.stderr])).toEqual(ran);
  for (const { command, offset } of runs) expect(script.slice(offset, offset + command.length)).toBe(command);
});

test('mistakes are placed in the text of their command', () => {
  const script = 'echo a\n  iptables -A INPUT\\\n -j NOPE';
  const {
    problems: [problem],
    offset,
  } = runScript(world, 'client', script)[1]!;
  expect(script.slice(offset + problem!.from, offset + problem!.to)).toBe('NOPE');
});

test('a variable without a value is empty, and what fails for it has a hint', () => {
  const [run1] = runScript(world, 'client', 'iptables -A INPUT -s $EXT -j DROP');
  expect(run1!.problems[0]!.hint).toMatch(/\$EXT has no value here/);
});

test('a command reads what it is given', () => {
  const { world: after, status } = run(
    world,
    'client',
    'iptables-restore',
    '*filter\n-A INPUT -j DROP\nCOMMIT\n',
  );
  expect(status).toBe(0);
  expect(run(after, 'client', 'iptables -S INPUT').stdout).toBe('-P INPUT ACCEPT\n-A INPUT -j DROP\n');
  expect(run(world, 'client', 'grep -n b', 'a\nb\n').stdout).toBe('2:b\n');
});

test('a script that has a name says it, with the line, as bash does', () => {
  const text = 'true\nnosuch\necho $0 $LINENO\nf() { nosuch; }\nf\necho )\n';
  const runs = runScript(world, 'client', text, undefined, 'fw.sh');
  expect(runs.map((r) => r.stdout).join('')).toBe('fw.sh 3\n');
  expect(runs.map((r) => r.stderr).join('')).toBe(
    "fw.sh: line 2: nosuch: command not found\nfw.sh: line 4: nosuch: command not found\nfw.sh: line 6: syntax error near unexpected token `)'\nfw.sh: line 6: `echo )'\n",
  );
});
