/**
 * The command as somebody installs it: packed, unpacked elsewhere, run there. Every verb, its input, its
 * output, its status.
 */
import { execFileSync, spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const folder = mkdtempSync(join(tmpdir(), 'four-tables-cli-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** The Node the machine itself has; the command promises to run on version 20. */
const node = process.env['PATH']!.split(':')
  .filter((p) => !p.includes('node_modules'))
  .map((p) => join(p, 'node'))
  .find((p) => spawnSync(p, ['--version']).status === 0)!;
const run = (args: readonly string[], input = '') => {
  const { status, stdout, stderr } = spawnSync(node, [join(folder, 'package/four-tables.mjs'), ...args], {
    input,
    cwd: folder,
    encoding: 'utf8',
  });
  return { status, stdout, stderr };
};
const file = (name: string, text: string): void => writeFileSync(join(folder, name), text);

const scenario = {
  hosts: {
    a: { interfaces: { eth0: { link: 'l', addresses: ['192.0.2.1/24'] } } },
    b: {
      interfaces: { eth0: { link: 'l', addresses: ['192.0.2.2/24'] } },
      listen: ['tcp/80'],
      rules: '*filter\n-A INPUT -p tcp --dport 81 -j DROP\nCOMMIT\n',
    },
  },
  probes: [
    { name: 'open', from: 'a', tcp: '192.0.2.2:80' },
    { from: 'a', tcp: '192.0.2.2:81' },
  ],
};

beforeAll(() => {
  execFileSync('node', ['src/tasks/bundle.mjs']);
  const [packed] = JSON.parse(
    execFileSync('npm', ['pack', './dist-cli', '--json', '--pack-destination', folder], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    }),
  ) as [{ filename: string }];
  execFileSync('tar', ['-xzf', join(folder, packed.filename), '-C', folder]);
  // What npm would install beside it.
  symlinkSync(resolve('node_modules'), join(folder, 'package/node_modules'));
  cpSync('content', join(folder, 'content'), { recursive: true });
  file('good.json', JSON.stringify(scenario));
  file(
    'stranger.json',
    JSON.stringify({
      ...scenario,
      hosts: { ...scenario.hosts, a: { interfaces: { eth0: { link: 'l', adresses: [] } } } },
    }),
  );
  file('no.json', '{');
  file('script', 'iptables -N WEB\n\n# nothing\niptables -A WEB -j NOPE\niptables -S\n');
}, 60_000);

const saved =
  '*filter\n:INPUT ACCEPT [7:8]\n:FORWARD ACCEPT [0:0]\n:OUTPUT ACCEPT [0:0]\n[1:2] -A INPUT -j DROP\nCOMMIT\n';
const zeroed = saved.replace('[7:8]', '[0:0]').replace('[1:2] ', '');

interface Case {
  readonly name: string;
  readonly args: readonly string[];
  readonly input?: string;
  readonly status: number;
  readonly stdout?: string | RegExp;
  readonly stderr?: string | RegExp;
}

const cases: readonly Case[] = [
  { name: 'no verb', args: [], status: 2, stdout: '', stderr: /^Usage: four-tables VERB/ },
  { name: 'help', args: ['--help'], status: 0, stdout: /^Usage: four-tables VERB/, stderr: '' },
  {
    name: 'an unknown verb',
    args: ['list'],
    status: 2,
    stdout: '',
    stderr:
      'four-tables: there is no verb list; there are restore, run, probe, trace, explain, check, collect, link, new, new-course, build, dev, serve, export\n',
  },
  ...['restore', 'run', 'probe', 'trace', 'explain', 'check'].map(
    (verb): Case => ({
      name: `help of ${verb}`,
      args: [verb, '--help'],
      status: 0,
      stdout: new RegExp(`^Usage: four-tables ${verb}`),
      stderr: '',
    }),
  ),
  ...['restore', 'probe', 'trace'].map(
    (verb): Case => ({
      name: `an option ${verb} has not`,
      args: [verb, '--nonsense'],
      status: 2,
      stdout: '',
      stderr: /--nonsense/,
    }),
  ),
  { name: 'restore prints nothing', args: ['restore'], input: saved, status: 0, stdout: '', stderr: '' },
  {
    name: 'restore --save',
    args: ['restore', '--save'],
    input: saved,
    status: 0,
    stdout: zeroed,
    stderr: '',
  },
  {
    name: 'restore --save -c',
    args: ['restore', '--save', '-c'],
    input: saved,
    status: 0,
    stdout: saved,
    stderr: '',
  },
  {
    name: 'restore of a mistake',
    args: ['restore', '--save'],
    input: '*filter\n-A INPUT --foo\nCOMMIT\n',
    status: 2,
    stdout: '*filter\n:INPUT ACCEPT [0:0]\n:FORWARD ACCEPT [0:0]\n:OUTPUT ACCEPT [0:0]\nCOMMIT\n',
    stderr: /unknown option "--foo"/,
  },
  {
    name: 'run',
    args: ['run', 'script'],
    status: 0,
    stdout:
      /^\{"line":1,"command":"iptables -N WEB","status":0,"stdout":"","stderr":""\}\n\{"line":4,.*"status":2.*\n\{"line":5,.*-N WEB/,
    stderr: '',
  },
  { name: 'run of what is not there', args: ['run', 'nowhere'], status: 1, stdout: '', stderr: /nowhere/ },
  {
    name: 'probe',
    args: ['probe', 'good.json'],
    status: 0,
    stdout:
      /^\{"file":"good.json","probes":\[\{"name":"open","outcome":"connected".*"outcome":"timeout".*"counters":\{"a":/,
    stderr: '',
  },
  {
    name: 'probe of an unknown field',
    args: ['probe', 'stranger.json'],
    status: 1,
    stdout: '',
    stderr: /hosts\.a\.interfaces\.eth0\.adresses/,
  },
  { name: 'probe of no JSON', args: ['probe', 'no.json'], status: 1, stdout: '', stderr: /no\.json/ },
  {
    name: 'probe of no file',
    args: ['probe', 'nowhere.json'],
    status: 1,
    stdout: '',
    stderr: /nowhere\.json/,
  },
  {
    name: 'trace',
    args: ['trace', 'good.json', '--probe', '2'],
    status: 0,
    stdout: /b, INPUT, filter\n.*matches: -A INPUT -p tcp -m tcp --dport 81 -j DROP/,
    stderr: '',
  },
  {
    name: 'trace as data',
    args: ['trace', 'good.json', '--probe', '2', '--json'],
    status: 0,
    stdout: `${JSON.stringify({
      probe: 2,
      answer: {
        name: 'tcp 192.0.2.2:81 from a',
        outcome: 'timeout',
        icmp: null,
        seen: null,
      },
      packets: [
        {
          title: 'SYN',
          answers: null,
          steps: [
            { host: 'a', kind: 'route', next: '192.0.2.2', device: 'eth0' },
            { host: 'a', kind: 'link', link: 'l', to: 'b', device: 'eth0' },
            { host: 'b', kind: 'route', next: null, device: 'lo' },
            {
              host: 'b',
              kind: 'rule',
              hook: 'INPUT',
              table: 'filter',
              chain: 'INPUT',
              rule: 1,
              target: 'DROP',
            },
            { host: 'b', kind: 'end', reason: 'rule' },
          ],
        },
      ],
    })}\n`,
    stderr: '',
  },
  {
    name: 'trace as data, with reasons',
    args: ['trace', 'good.json', '--probe', '1', '--json', '--reasons'],
    status: 0,
    stdout:
      /"kind":"missed","hook":"INPUT","table":"filter","chain":"INPUT","rule":1,"reason":"needs destination port 81; the packet has port 80"/,
    stderr: '',
  },
  {
    name: 'trace with reasons of text',
    args: ['trace', 'good.json', '--reasons'],
    status: 2,
    stdout: '',
    stderr: /--reasons is for --json/,
  },
  {
    name: 'trace of a probe there is not',
    args: ['trace', 'good.json', '--probe', '3'],
    status: 2,
    stdout: '',
    stderr: /there are 2 probes/,
  },
  {
    name: 'explain',
    args: ['explain', '-A INPUT -p tcp --dport 22 -j DROP'],
    status: 0,
    stdout: `Drop TCP packets to port 22.
  -A INPUT    Append the rule to INPUT, for packets addressed to this machine.
  -p tcp      Protocol TCP.
  --dport 22  Destination port 22 (ssh).
  -j DROP     Drop: the packet is gone, and its sender gets no answer.
  no -t       In the filter table, since -t is not given.
Saved as: -A INPUT -p tcp -m tcp --dport 22 -j DROP
`,
    stderr: '',
  },
  { name: 'explain of a mistake', args: ['explain', '-A INPUT --foo'], status: 1, stderr: /foo/ },
  {
    name: 'check',
    args: ['check'],
    status: 0,
    stdout: '',
    stderr:
      /^Ran \d+ lessons: .* listings, and \d+ exercises with 50 other sets of numbers each \(those that no rule tells apart ran once\)\.\n$/,
  },
  {
    name: 'check of what is not there',
    args: ['check', 'nowhere.mdx'],
    status: 1,
    stdout: 'nowhere.mdx:1:1: there is no such file\n',
  },
];

const fits = (expected: string | RegExp | undefined, actual: string): void => {
  if (typeof expected === 'string') expect(actual).toBe(expected);
  else if (expected) expect(actual).toMatch(expected);
};

describe('four-tables', () => {
  it.each(cases)('$name', ({ args, input, status, stdout, stderr }) => {
    const ran = run(args, input);
    fits(stderr, ran.stderr);
    fits(stdout, ran.stdout);
    expect(ran.status).toBe(status);
  });
});
