import { expect, it } from 'vitest';
import { readNetworks } from '../../../../src/cli/files.ts';
import { prepareLab } from '../../../../src/course/prepareLab.ts';
import type { TypedLine } from '../../../../src/course/typeLines.ts';
import { type Console, type Loader, openConsole } from '../../../../src/lab/engine/console.ts';
import { keysOf } from '../../../../src/lab/terminal/keys.ts';
import { type LineResult, type ShellSession, startSession } from '../../../../src/shell/session.ts';

const network = readNetworks('content')['laptop']!;

/** A terminal without a screen: what is written is kept, time goes on with every look at the clock. */
const open = (loader: Loader = { needed: () => null, missed: () => null }) => {
  let written = '';
  let time = 0;
  const waiting: (() => void)[] = [];
  const entered: { readonly done: LineResult; readonly typed: TypedLine }[] = [];
  const became: string[] = [];
  let rested: ShellSession | null = null;
  const console: Console = openConsole(
    startSession(prepareLab({ host: 'laptop', language: 'terminal' }, network).untouched, 'laptop'),
    {
      columns: 80,
      rows: 24,
      write: (text) => {
        written += text;
      },
    },
    {
      entered: (done, typed) => entered.push({ done, typed }),
      rests: (session) => {
        rested = session;
      },
      became: (text, choices) => became.push([text, ...choices].join(' ')),
    },
    { now: () => time++, later: (go) => waiting.push(go) },
    loader,
  );
  return {
    console,
    entered,
    became,
    waiting,
    type(data: string) {
      for (const key of keysOf(data)) console.press(key);
    },
    /** Lets what waits have its turn, so many times. */
    turn(times = 1) {
      for (; times > 0 && waiting.length > 0; times--) waiting.shift()!();
    },
    get written() {
      return written;
    },
    get rested() {
      return rested;
    },
  };
};
// biome-ignore lint/suspicious/noControlCharactersInRegex: what a terminal is sent
const cursorMoves = /\x1b\[\d*[A-Z]/g;
const plain = (text: string) =>
  text
    .replace(cursorMoves, '')
    .split(/\r\n|\r/)
    .filter(Boolean);

it('a command is run, and its output stands between two prompts', () => {
  const t = open();
  t.type('iptables -t nat -S DOCKER\r');
  t.turn(99);
  expect(plain(t.written).slice(-3)).toEqual([
    '-N DOCKER',
    '-A DOCKER -i docker0 -j RETURN',
    'root@laptop:~# ',
  ]);
  expect(t.entered.map((e) => e.typed)).toEqual([{ line: 'iptables -t nat -S DOCKER' }]);
  expect(t.rested).not.toBeNull();
});

it('a command that is not finished is asked for the rest', () => {
  const t = open();
  t.type("echo 'a\r");
  t.turn(99);
  expect(plain(t.written).at(-1)).toBe('> ');
  t.type("b'\r");
  t.turn(99);
  expect(plain(t.written).slice(-3)).toEqual(['a', 'b', 'root@laptop:~# ']);
});

it('an endless loop gives way to keys, and Ctrl+C ends it', () => {
  const t = open();
  t.type('while true; do :; done\r');
  t.turn(50);
  expect(t.entered).toEqual([]);
  t.type('ls\r');
  t.type('\x03');
  t.turn(1);
  expect(plain(t.written).slice(-2)).toEqual(['^C', 'root@laptop:~# ']);
  expect(t.entered.map((e) => [e.done.status, e.typed.line, e.typed.stopped! > 50])).toEqual([
    [130, 'while true; do :; done', true],
  ]);
  t.type('echo on\r');
  t.turn(99);
  expect(plain(t.written).slice(-2)).toEqual(['on', 'root@laptop:~# ']);
});

it('what is typed or pasted while something runs is done behind it, and Ctrl+C forgets what was typed before it', () => {
  const t = open();
  t.type(`for i in ${'x '.repeat(99)}; do :; done\r`);
  t.type('echo a');
  t.type('head\r');
  t.console.paste('echo pasted\necho half');
  expect(t.entered).toHaveLength(0);
  t.turn(999);
  expect(t.entered.map((e) => e.typed.line).slice(1)).toEqual(['echo ahead', 'echo pasted']);
  expect(plain(t.written).at(-1)).toBe('root@laptop:~# echo half');
  t.type('\x15while true; do :; done\recho before\r\x03echo behind\r');
  t.turn(999);
  expect(t.entered.map((e) => e.typed.line).slice(3)).toEqual(['while true; do :; done', 'echo behind']);
});

it('what was stopped comes to the same when it is typed again', () => {
  const first = open();
  first.type('i=; while true; do i=x$i; iptables -A INPUT -j ACCEPT; done\r');
  first.turn(20);
  first.type('\x03');
  first.turn(99);
  const again = open();
  again.console.replay(first.entered.map((e) => e.typed));
  again.turn(999);
  expect(again.rested!.world.hosts['laptop']!.filter).toEqual(first.rested!.world.hosts['laptop']!.filter);
});

it('Ctrl+C in front of a line drops it', () => {
  const t = open();
  t.type('abc\x03');
  expect(plain(t.written).slice(-2)).toEqual(['^C', 'root@laptop:~# ']);
  expect(t.entered).toEqual([]);
});

it('a paste of several lines runs each that has an end, and leaves the rest at the prompt', () => {
  const t = open();
  t.type('ec');
  t.console.paste('ho one\r\necho two\necho thr');
  t.turn(99);
  expect(t.entered.map((e) => e.typed.line)).toEqual(['echo one', 'echo two']);
  expect(plain(t.written).at(-1)).toBe('root@laptop:~# echo thr');
});

it.each([
  ['a program that is not here', 'md5sum x'],
  ['an option that is not here', 'grep -P x /etc/hosts'],
  ['a construct that is not here', 'coproc cat'],
])('a paste ends at %s, and says so', (_, refused) => {
  const t = open();
  t.console.paste(`echo one\n${refused}\niptables -P INPUT DROP\niptables -F\n`);
  t.turn(99);
  expect(t.entered.map((e) => e.typed.line)).toEqual(['echo one', refused]);
  expect(plain(t.written)).toContain('(The 2 pasted lines after it were not run.)');
  t.console.paste('echo again\n');
  t.turn(99);
  expect(t.entered.at(-1)?.typed.line).toBe('echo again');
});

it('lines that are typed one by one go on after what is not here, and so does a paste after a mistake', () => {
  const t = open();
  t.console.replay([{ line: 'md5sum x' }, { line: 'echo two' }]);
  t.turn(99);
  t.console.paste('nosuch\necho four\n');
  t.turn(99);
  expect(t.entered.map((e) => e.typed.line)).toEqual(['md5sum x', 'echo two', 'nosuch', 'echo four']);
});

it('Ctrl+C ends a paste', () => {
  const t = open();
  t.console.paste('iptables -A INPUT -j ACCEPT\n'.repeat(37_000));
  t.turn(30);
  t.type('\x03');
  t.turn(99);
  expect(t.waiting).toEqual([]);
  expect(t.entered.length).toBeGreaterThan(0);
  expect(t.entered.length).toBeLessThan(37_000);
  expect(plain(t.written).at(-1)).toBe('root@laptop:~# ');
});

it.each<[string, string, string]>([
  ['escape sequences that a command prints', "printf '\\033[2J\\033]0;x\\007'\n", '^[[2J^[]0;x^G'],
  ['control characters in a paste', 'echo \x01\x1b]0;x\x07\n', 'echo ^A^[]0;x^G'],
  ['control characters in an unknown command', '\x01\x1b[31mx\n', '^A^[[31mx: command not found'],
])('%s reach the screen as signs', (_, typed, shown) => {
  const t = open();
  const before = t.written.length;
  t.console.paste(typed);
  t.turn(99);
  expect(t.written).toContain(shown);
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what must not come
  expect(t.written.slice(before).replace(/\x1b\[\d*[ACJ]/g, '')).not.toMatch(/[\x00-\x07\x0b\x0c\x0e-\x1f]/);
});

it('output without a line end stands in front of the prompt, and stays there while a line is edited', () => {
  const t = open();
  t.type('printf abc\r');
  t.turn(99);
  t.type('x');
  expect(plain(t.written).at(-1)).toBe('abcroot@laptop:~# x');
});

it('Tab completes from the host, offers, and says so', () => {
  const t = open();
  t.type('iptables -t nat -L DOC\t');
  expect(plain(t.written).at(-1)).toBe('root@laptop:~# iptables -t nat -L DOCKER ');
  t.type('\x15iptables -t \t');
  expect(plain(t.written).slice(-2)).toEqual([
    'filter    mangle    nat       raw       security',
    'root@laptop:~# iptables -t ',
  ]);
  expect(t.became.slice(-1)).toEqual(['iptables -t  filter mangle nat raw security']);
});

it('leaving the last shell opens a fresh one', () => {
  const t = open();
  t.type('cd /etc\r');
  t.turn(99);
  t.type('\x04');
  t.turn(99);
  expect(plain(t.written).slice(-3)).toEqual(['root@laptop:/etc# exit', 'logout', 'root@laptop:~# ']);
});

it('a line waits for the code it needs; keys wait with it', async () => {
  let arrive = () => {};
  const coming = new Promise<void>((done) => {
    arrive = done;
  });
  const t = open({ needed: (line) => (line.includes('one') ? coming : null), missed: () => null });
  t.type('echo one\recho two\r');
  expect(t.entered).toEqual([]);
  arrive();
  await coming;
  t.turn(10);
  expect(t.entered.map((e) => e.typed.line)).toEqual(['echo one', 'echo two']);
});

it('code that does not arrive leaves the line undone, and says so', async () => {
  const t = open({ needed: () => Promise.reject(new Error('offline')), missed: () => null });
  t.type('echo one\r');
  await new Promise((done) => setTimeout(done, 0));
  expect(t.entered).toEqual([]);
  expect(plain(t.written).join('\n')).toContain('could not be loaded');
});
