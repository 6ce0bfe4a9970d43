import { describe, expect, test } from 'vitest';
import { commands } from '../../../src/shell/commands/index.ts';
import { abandon, enter, entering, longestText } from '../../../src/shell/enter.ts';
import { safe } from '../../../src/shell/safe.ts';
import { type LineResult, prompt, type ShellSession } from '../../../src/shell/session.ts';
import { atTerminal } from './terminal.ts';

const said = ({ output }: LineResult): string => output.map((p) => p.text).join('');
const typed = (lines: readonly string[], session: ShellSession = atTerminal()): LineResult => {
  let done: LineResult = {
    session,
    output: [],
    status: 0,
    problems: [],
    traces: [],
    ran: [],
    cutShort: false,
  };
  for (const line of lines) done = enter(done.session, line);
  return done;
};

test.each<[line: string, ran: readonly string[]]>([
  ['iptables -L | head -1', ['client 0 iptables -L', 'client 0 head -1']],
  ['sudo iptables -S', ['client 0 iptables -S', 'client 0 sudo iptables -S']],
  [
    'for t in nat raw; do iptables -t $t -S; done',
    ['client 0 iptables -t nat -S', 'client 0 iptables -t raw -S'],
  ],
  ['ssh server hostname', ['server 0 hostname', 'client 0 ssh server hostname']],
  ['false && echo no || nonsense', ['client 1 false', 'client 127 nonsense']],
  ['echo $(hostname)', ['client 0 hostname', 'client 0 echo client']],
  ["iptables -L 'unfinished", []],
])('what ran is told, as it came to be: %s', (line, ran) =>
  expect(typed([line]).ran.map((r) => [r.host, r.status, ...r.words].join(' '))).toEqual(ran),
);

describe('hosts', () => {
  const dialogues: readonly {
    readonly lines: readonly string[];
    readonly prompt: string;
    readonly said?: string;
  }[] = [
    { lines: [], prompt: 'root@client:~# ' },
    { lines: ['cd /etc/iptables'], prompt: 'root@client:/etc/iptables# ' },
    { lines: ['mkdir a; cd a'], prompt: 'root@client:~/a# ' },
    { lines: ['ssh server'], prompt: 'root@server:~# ', said: '' },
    { lines: ['ssh root@10.0.0.2'], prompt: 'root@server:~# ' },
    {
      lines: ['X=1', 'ssh server', 'echo "[$X]"; hostname'],
      prompt: 'root@server:~# ',
      said: '[]\nserver\n',
    },
    {
      lines: ['cd /tmp', 'ssh server', 'exit'],
      prompt: 'root@client:/tmp# ',
      said: 'logout\nConnection to server closed.\n',
    },
    { lines: ['ssh server', 'ssh client', 'exit'], prompt: 'root@server:~# ' },
    { lines: ['echo hi > f', 'ssh server', 'ls'], prompt: 'root@server:~# ', said: '' },
    { lines: ['ssh server "hostname; exit 3"; echo $?'], prompt: 'root@client:~# ', said: 'server\n3\n' },
    { lines: ['echo hostname | ssh server'], prompt: 'root@client:~# ', said: 'server\n' },
    {
      lines: ['ssh nobody'],
      prompt: 'root@client:~# ',
      said: 'ssh: Could not resolve hostname nobody: Temporary failure in name resolution\n',
    },
    {
      lines: ['ssh server; hostname'],
      prompt: 'root@server:~# ',
      said: '-bash: a command after an ssh that opens a shell is not simulated here\n',
    },
    {
      lines: ['ssh server iptables -A INPUT -j DROP', 'curl -m 1 http://10.0.0.2/'],
      prompt: 'root@client:~# ',
      said: 'curl: (28) Connection timed out after 1001 milliseconds\n',
    },
    { lines: ['exit', 'echo more'], prompt: '', said: '' },
    {
      lines: ['ssh server\nhostname\nexit\nhostname'],
      prompt: 'root@client:~# ',
      said: 'server\nlogout\nConnection to server closed.\nclient\n',
    },
    { lines: ['echo "a'], prompt: '> ' },
    { lines: ['cat <<E', 'x'], prompt: '> ' },
    { lines: ['cat <<E', 'x', 'E'], prompt: 'root@client:~# ', said: 'x\n' },
    { lines: ['for i in 1 2', 'do echo $i', 'done'], prompt: 'root@client:~# ', said: '1\n2\n' },
    { lines: ['echo a |'], prompt: '> ' },
    { lines: ['true &&', 'echo b'], prompt: 'root@client:~# ', said: 'b\n' },
  ];
  test.each(dialogues)('$lines', ({ lines, prompt: wanted, said: printed }) => {
    const done = typed(lines);
    expect(prompt(done.session)).toBe(wanted);
    if (printed !== undefined) expect(said(done)).toBe(printed);
    expect(structuredClone(done.session)).toEqual(done.session);
  });

  test('what packets did comes with the line that sent them', () => {
    expect(typed(['curl -s http://10.0.0.2/; ping -c 1 10.0.0.2']).traces).toHaveLength(2);
    expect(typed(['iptables -S']).traces).toHaveLength(0);
  });

  test('a rule set in a pipe, in parentheses and in $( ) is set', () => {
    expect(
      said(typed(['iptables -N A | cat; (iptables -N B); X=$(iptables -N C); iptables -S | tail -3'])),
    ).toBe('-N A\n-N B\n-N C\n');
  });
});

describe('time and the kernel', () => {
  const lines: readonly (readonly [string, string])[] = [
    ['date', 'Tue Nov 14 22:13:20 UTC 2023\n'],
    ['sleep 1m; date +%T', '22:14:20\n'],
    ['cat /proc/sys/net/ipv4/ip_forward', '0\n'],
    ['echo 1 > /proc/sys/net/ipv4/ip_forward; sysctl net.ipv4.ip_forward', 'net.ipv4.ip_forward = 1\n'],
    ['sysctl -qw net.ipv4.ip_forward=1; cat /proc/sys/net/ipv4/ip_forward', '1\n'],
    // Status and messages of procps 4.0.2.
    [
      'sysctl net.ipv4.ip_forward = 1; echo $?',
      'net.ipv4.ip_forward = 0\nsysctl: cannot stat /proc/sys/1: No such file or directory\n2\n',
    ],
    ['sysctl =; echo $?', '1\n'],
    ['sysctl =1; echo $?', 'sysctl: Path is not under /proc/sys/: /proc/sys/\n1\n'],
    ['sysctl -q x =; echo $?', 'sysctl: cannot stat /proc/sys/x: No such file or directory\n1\n'],
    [
      'sysctl x y; echo $?',
      'sysctl: cannot stat /proc/sys/x: No such file or directory\nsysctl: cannot stat /proc/sys/y: No such file or directory\n2\n',
    ],
    ['ls /proc/sys/net/ipv4/conf', 'all\ndefault\neth0\nlo\n'],
    ['hostname -I', '10.0.0.1 \n'],
    ['watch -n 1 hostname', 'Every 1.0s: hostname\n\nclient\n\n(one frame; here watch runs once)\n'],
    ['sudo hostname', 'client\n'],
  ];
  test.each(lines)('%s', (line, printed) => expect(said(typed([line]))).toBe(printed));
});

describe('refused by name, at its place', () => {
  const refusals: readonly {
    readonly line: string;
    readonly at: string;
    readonly message: string;
    readonly mended?: string;
  }[] = [
    {
      line: '[[ a == @(a|b) ]]',
      at: '@(',
      message: 'an extended pattern (@(…)) is not simulated here',
    },
    {
      line: 'select x in a b; do echo $x; done',
      at: 'select x in a b; do echo $x; done',
      message: 'select is not simulated here',
    },
    { line: 'coproc cat', at: 'coproc cat', message: 'coproc is not simulated here' },
    { line: 'time sleep 1', at: 'time sleep 1', message: 'time is not simulated here' },
    {
      line: '(sleep 5; iptables -F) &',
      at: '&',
      message: 'a program in the background that takes time is not simulated here',
    },
    { line: 'echo >(cat)', at: '>(cat)', message: '>( ) is not simulated here' },
    { line: 'echo ${X@A}', at: '${X@A}', message: '${X@A} is not simulated here' },
    {
      line: 'echo {1..9999999}',
      at: '{1..9999999}',
      message: 'a word of more than 100000 words is not simulated here',
    },
    { line: 'cat <> f', at: '<>', message: '<> is not simulated here' },
    { line: 'set -C', at: '-C', message: 'set -C is not simulated here' },
    { line: "trap 'echo x' DEBUG", at: 'DEBUG', message: 'trap … DEBUG is not simulated here' },
    { line: 'exec > f', at: 'exec', message: 'exec with redirections at a terminal is not simulated here' },
    { line: 'shopt -s extglob', at: 'extglob', message: 'shopt -s extglob is not simulated here' },
    { line: 'echo $((1 +))', at: '1 +', message: '1 +: syntax error: operand expected (error token is "+")' },
    { line: 'echo ${X!y}', at: '${X!y}', message: '${X!y}: bad substitution' },
    { line: 'iptable -S', at: 'iptable', message: 'iptable: command not found', mended: 'iptables -S' },
    { line: 'grpe x', at: 'grpe', message: 'grpe: command not found', mended: 'grep x' },
  ];
  test.each(refusals)('$line', ({ line, at, message, mended }) => {
    const {
      problems: [problem],
      status,
      output,
    } = enter(atTerminal(), line);
    expect(problem).toMatchObject({ message: `-bash: ${message}` });
    expect(line.slice(problem!.from, problem!.to)).toBe(at);
    expect(problem!.hint).not.toBe('');
    expect(status).not.toBe(0);
    expect(output).toEqual([{ stream: 'stderr', text: `-bash: ${message}\n` }]);
    if (mended)
      expect(line.slice(0, problem!.from) + problem!.replacement + line.slice(problem!.to)).toBe(mended);
  });

  const programMistakes: readonly (readonly [string, string])[] = [
    ['sed D f', 'sed: the command D is not simulated here'],
    ['tail -f x', 'tail: -f is not simulated here'],
    ['grep -P a x', 'grep: -P is not simulated here'],
    ["grep '\\(a\\)\\1' x", 'grep: \\1 in a pattern is not simulated here'],
    ['iptables -A NOPE -j DROP', 'iptables: No chain/target/match by that name.'],
  ];
  test.each(programMistakes)('%s', (line, message) =>
    expect(enter(atTerminal(), line).problems.map((p) => p.message)).toEqual([message]),
  );

  const hints: readonly (readonly [string, string])[] = [
    ['-A NOPE -j DROP', 'The filter table has no chain NOPE. Make it first: -N NOPE.'],
    ['-I NOPE -j DROP', 'The filter table has no chain NOPE. Make it first: -N NOPE.'],
    ['-A INPUT -g NOPE', 'The filter table has no chain NOPE. Make it first: -N NOPE.'],
    ['-X NOPE', 'The filter table has no chain NOPE.'],
    ['-F NOPE', 'The filter table has no chain NOPE.'],
    ['-Z NOPE', 'The filter table has no chain NOPE.'],
    ['-L NOPE', 'The filter table has no chain NOPE.'],
    ['-S NOPE', 'The filter table has no chain NOPE.'],
    ['-D NOPE 1', 'The filter table has no chain NOPE.'],
    ['-R NOPE 1 -j DROP', 'The filter table has no chain NOPE.'],
    ['-E NOPE YES', 'The filter table has no chain NOPE.'],
    ['-F INPTU', 'The filter table has no chain INPTU. Did you mean INPUT?'],
    [
      '-D INPUT -p tcp --dport 80 -j DROP',
      'INPUT has no rule that is exactly like this. Print its rules with -S INPUT and copy one.',
    ],
    [
      '-t mangle -D PREROUTING -p tcp --dport 80 -j DROP',
      'PREROUTING has no rule that is exactly like this. Print its rules with -t mangle -S PREROUTING and copy one.',
    ],
    ['-S nat', 'nat is a table, not a chain. Name it with -t: iptables -t nat -S'],
    ['-t nat -F raw', 'raw is a table, not a chain. Name it with -t: iptables -t raw -F'],
    [
      '-A raw -j DROP',
      'raw is a table, not a chain. Name it with -t raw, and one of its chains: PREROUTING, OUTPUT.',
    ],
    [
      '-D raw -j DROP',
      'raw is a table, not a chain. Name it with -t raw, and one of its chains: PREROUTING, OUTPUT.',
    ],
    [
      '-A INPUT -o eth0 -j DROP',
      'Packets in INPUT have no outgoing interface. Use -i, the one they arrived on.',
    ],
    [
      '-t nat -A PREROUTING -o eth0 -j MASQUERADE',
      'Packets in PREROUTING have no outgoing interface. Use MASQUERADE in POSTROUTING, where packets have one.',
    ],
    [
      '-t nat -A POSTROUTING -i eth0 -p tcp -j REDIRECT --to-ports 8080',
      'Packets in POSTROUTING have no incoming interface here. Use REDIRECT in PREROUTING, where packets have one.',
    ],
    [
      '-t nat -A POSTROUTING -i eth0 -j MASQUERADE',
      'Packets in POSTROUTING have no incoming interface here. Use -o, the one they leave by.',
    ],
  ];
  test.each(hints)('our hint to iptables %s', (words, hint) =>
    expect(enter(atTerminal(), `iptables ${words}`).problems.map((p) => p.hint)).toEqual([hint]),
  );
});

describe('bounds', () => {
  test('Ctrl+C stops a loop where it is, and what it did stays done', () => {
    const going = entering(atTerminal(), 'while true; do iptables -A INPUT -j DROP; done', {
      steps: Infinity,
      text: 1 << 20,
    });
    for (let i = 0; i < 40; i++) expect(going.next().done).toBe(false);
    const last = going.next('interrupt');
    expect(last.done).toBe(true);
    const done = last.value as LineResult;
    expect(said(done)).toBe('^C\n');
    expect(done.status).toBe(130);
    expect(said(enter(done.session, 'iptables -S | grep -c DROP'))).toMatch(/^1\d\n$/);
  });

  test('Ctrl+C drops a command that is not finished', () => {
    const session = abandon(enter(atTerminal(), 'echo "a').session);
    expect(prompt(session)).toBe('root@client:~# ');
    expect(said(enter(session, 'echo $?'))).toBe('130\n');
  });

  const endless: readonly (readonly [string, RegExp])[] = [
    ['while true; do :; done', /stopped after 20000 commands/],
    ['until false; do true; done', /stopped after 20000 commands/],
    ['while :; do echo x; done > f', /stopped after 20000 commands/],
    ['while true; do yes; done', /stopped after 1048576 characters of output/],
    ['X=x; while true; do X=$X$X; done', /a word of more than 1048576 characters/],
    ['while true; do yes; done | head', /more than 1048576 characters through a pipe/],
    [`${'$('.repeat(200)}`, /nesting deeper than 100/],
    ['f() { f; }; f', /more than 240 commands one in the other/],
    ['f() { if true; then echo $(f); fi; }; f', /one in the other/],
    ['echo ". /tmp/s" > /tmp/s; . /tmp/s', /one in the other/],
    ['echo "sh /tmp/s" > /tmp/s; sh /tmp/s', /one in the other/],
    ['X=X; echo $((X))', /recursion level exceeded/],
    ['for ((;;)); do :; done', /stopped after 20000 commands/],
    ['while :; do for i in {1..90000}; do break; done; done', /the work of 20000 commands/],
    [`X=${'a'.repeat(3000)}; while :; do Y=${'${X//*b*c/}'}; done`, /takes this long|the work of/],
    ['a=(); while :; do a+=({1..900}); done', /an array of more than 10000 elements/],
    [`echo $(( ${'('.repeat(5000)}1${')'.repeat(5000)} ))`, /"\)\n$/],
    [`X=${'a'.repeat(20000)}; echo ${'${X//*b*c/}'}`, /a pattern that takes this long/],
    [`${'( '.repeat(1000)}`, /nesting deeper than 100/],
    [`${'if '.repeat(1000)}`, /nesting deeper than 100/],
    ["echo aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa | grep -E '(a*)*b' || echo none", /^none\n$/],
    ["echo aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa | sed -E 's/(a*)*b/x/'", /^a+\n$/],
    ["echo x | grep -E '((a{1000}){1000}){1000}'", /Regular expression too big/],
  ];
  test.each(endless)('%s', (line, wanted) => {
    const done = enter(atTerminal(), line);
    expect(said(done).slice(-300)).toMatch(wanted);
    expect(said(done).length).toBeLessThan(1_100_000);
    expect(said(enter(done.session, 'echo still here'))).toBe('still here\n');
  });

  test('files of 1 MB are all a host has room for', () => {
    const paste = 'x'.repeat(1_000_000);
    const one = enter(atTerminal(), `echo ${paste} > a`);
    expect(said(one)).toBe('');
    expect(said(enter(one.session, `echo ${paste} > b; wc -c a b`))).toBe(
      '-bash: echo: write error: No space left on device\n1000001 a\n  48575 b\n1048576 total\n'.replace(
        '  48575',
        '  48575',
      ),
    );
    expect(said(enter(one.session, 'cat a a > c; rm a c; echo ok > d; cat d'))).toBe(
      'cat: write error: No space left on device\nok\n',
    );
  });

  test.each([
    'x',
    '"',
    "'",
    '(',
    '`',
    '$(',
    '{',
    '*',
    '[',
    '\\',
    '<<E\n',
    'echo\n',
    '$x',
    '|',
    '# ',
    '\u001b[31m',
    'a=',
    '~',
    '!',
    ';',
  ])('1 MB of %j is answered', (letter) => {
    const paste = letter.repeat(1_000_000 / letter.length);
    const done = enter(atTerminal(), paste);
    expect(said(enter(abandon(done.session), 'echo still here'))).toBe('still here\n');
  });

  test('a longer text is refused whole', () =>
    expect(said(enter(atTerminal(), `echo ${'x'.repeat(longestText)}`))).toMatch(
      /characters at once are not simulated here/,
    ));
});

describe('what a terminal may have', () => {
  const texts: readonly (readonly [string, string])[] = [
    ['a\n\tb', 'a\n\tb'],
    ['\x1b[31mred\x07', '^[[31mred^G'],
    ['\r\x00\x7f', '^M^@^?'],
    ['\x9b2J', 'M-^[2J'],
    ['é – 𝄞', 'é – 𝄞'],
    ['\u202eabc', '<U+202E>abc'],
    ['\ud800x', '\ufffdx'],
  ];
  test.each(texts)('%j', (text, wanted) => expect(safe(text)).toBe(wanted));
});

test('every command says how it is written and what it does, once', () => {
  const { names } = commands;
  expect(new Set(names).size).toBe(names.length);
  for (const name of names)
    expect(commands.find(name)).toMatchObject({
      name,
      usage: expect.stringMatching(/\S/),
      summary: expect.stringMatching(/[.:…]$/),
    });
  for (const name of names) expect(said(enter(atTerminal(), `man ${name}`)), name).toMatch(/^NAME\n/);
});
