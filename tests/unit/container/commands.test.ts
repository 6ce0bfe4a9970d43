/**
 * The mounted commands as processes: the one world they share, iptables' lock, and `check`. The transcript
 * says what they print.
 */
import { existsSync, utimesSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import {
  exerciseFile,
  readWorld,
  worldFile,
  worldLock,
  worldText,
  xtablesLock,
} from '../../../src/container/files.ts';
import type { TreeParts } from '../../../src/container/tree.ts';
import { createWorld } from '../../../src/network/createWorld.ts';
import { run as runLine } from '../../../src/shell/run.ts';
import { sessions } from '../../conformance/shell.ts';
import { exerciseOf, freshHost, mounted } from './mountedLab.ts';

const opened = async (parts: TreeParts) => {
  const made = await mounted(parts);
  onTestFinished(() => made.container.teardown());
  const at = (file: string) => join(made.container.folder, file);
  return { ...made, at };
};
const busy = (seconds: number) =>
  `Can't lock /run/xtables.lock: Resource temporarily unavailable\nAnother app is currently holding the xtables lock. Stopped waiting after ${seconds}s.\n`;
/** The process number of nobody: this one has ended. */
const nobody = async (run: (line: string) => Promise<{ stdout: string }>) =>
  (await run('echo $$')).stdout.trim();

it('every world of the shell’s sessions is the same behind its file', () => {
  for (const { hosts, commands } of sessions) {
    const made = createWorld({ hosts });
    if (!made.ok) throw new Error(JSON.stringify(made.problems));
    let { world } = made;
    for (const { host, line } of commands) ({ world } = runLine(world, host, line));
    const { files: _, ...rest } = world;
    expect(readWorld(worldText(world))).toEqual(rest);
  }
});

it.each([
  '',
  '{',
  'null',
  '[]',
  '{"version":1}',
  '{"version":2,"world":{"hosts":{},"sent":{"journeys":[]}}}',
  '{"version":1,"world":{"hosts":null}}',
])('%j is no world', (text) => expect(readWorld(text)).toBeNull());

it('twelve commands at once lose nothing, and whoever looks sees whole worlds', {
  timeout: 120_000,
}, async () => {
  const { container, run } = await opened(await freshHost());
  let looked = 0;
  let going = true;
  const looking = (async () => {
    while (going) {
      expect(readWorld(await container.read(worldFile))).not.toBeNull();
      looked++;
      await new Promise((done) => setTimeout(done, 1));
    }
  })();
  await run(
    `${Array.from({ length: 12 }, (_, i) => `iptables -A INPUT -p tcp --dport ${i + 1} -j ACCEPT`).join(' & ')} & wait`,
  );
  going = false;
  await looking;
  expect(looked).toBeGreaterThan(0);
  expect((await run('iptables -S INPUT')).stdout.split('\n').filter((l) => l.startsWith('-A')).length).toBe(
    12,
  );
  expect((await run('ls run | grep -v out')).stdout).toBe('world.json\n');
});

it('while another iptables holds the lock, -w N waits so long and gives up; saving and other commands wait for nobody', {
  timeout: 60_000,
}, async () => {
  const { container, run } = await opened(await freshHost());
  const holder = await container.spawn('iptables-restore', []);
  holder.write('*filter\n:INPUT DROP [0:0]\n');
  while (!(await run(`test -e ${xtablesLock}`).then((r) => r.status === 0)));
  expect(await run('iptables -w 1 -L')).toEqual({ status: 4, stdout: '', stderr: busy(1) });
  expect(await run('iptables -w 1 -W 200000 -A INPUT -j DROP')).toEqual({
    status: 4,
    stdout: '',
    stderr: `Ignoring deprecated --wait-interval option.\n${busy(1)}`,
  });
  expect(await run("printf '*filter\\nCOMMIT\\n' | iptables-restore -w 1")).toEqual({
    status: 4,
    stdout: '',
    stderr: busy(1),
  });
  expect((await run("echo '# nothing' | iptables-restore -w 1")).status).toBe(0);
  expect((await run('iptables -w 1 -A INPUT -p foo')).stderr).toContain('unknown protocol "foo"');
  expect((await run('iptables-save')).status).toBe(0);
  expect((await run('sysctl -n net.ipv4.ip_forward')).stdout).toBe('0\n');
  // Without -w a command waits until it is its turn.
  const waiting = run('iptables -S INPUT');
  const patient = run('iptables -w -S INPUT');
  holder.write('COMMIT\n');
  expect(
    await Promise.race([
      waiting.then(() => 'done'),
      new Promise((done) => setTimeout(() => done('waits'), 300)),
    ]),
  ).toBe('waits');
  holder.kill();
  expect((await waiting).stdout).toBe('-P INPUT ACCEPT\n');
  expect((await patient).stdout).toBe('-P INPUT ACCEPT\n');
});

it.each(['SIGKILL', 'SIGTERM', 'SIGINT'])(
  'a command that ends by %s stands in nobody’s way',
  { timeout: 60_000 },
  async (signal) => {
    const { run } = await opened(await freshHost());
    const killed = await run(
      `mkfifo run/in; exec 3<>run/in; iptables-restore <run/in & echo '*filter' >&3; until test -e ${xtablesLock}; do sleep 0.02; done; kill -${signal} $!; wait $!; test -e ${xtablesLock} && echo left`,
    );
    expect(killed.stdout).toBe(signal === 'SIGKILL' ? 'left\n' : '');
    expect((await run('iptables -w 2 -P INPUT DROP; iptables -S INPUT')).stdout).toBe('-P INPUT DROP\n');
  },
);

it.each([worldLock, xtablesLock])(
  '%s of a process that is gone, or that has been there without an owner, is broken by one of those that wait',
  { timeout: 60_000 },
  async (lock) => {
    const { container, run, at } = await opened(await freshHost());
    const stale = [await nobody(run), ''];
    for (const owner of stale) {
      await container.write(lock, owner);
      if (owner === '') utimesSync(at(lock), 1, 1);
      await run(
        'iptables -A INPUT -s 1.1.1.1 & iptables -A INPUT -s 2.2.2.2 & iptables -A INPUT -s 3.3.3.3 & wait',
      );
    }
    expect((await run('iptables -S INPUT')).stdout.split('\n').length - 2).toBe(6);
    expect(existsSync(at(lock))).toBe(false);
  },
);

it('says what to do about a damaged world, and begins anew without one', { timeout: 60_000 }, async () => {
  const { container, run } = await opened(await freshHost());
  await run('iptables -P INPUT DROP');
  await container.write(worldFile, '{"version":1');
  const { status, stderr } = await run('iptables -S INPUT');
  expect([status, stderr]).toEqual([
    1,
    `iptables: ${worldFile} is damaged. Remove it, and the lab begins anew: rm ${container.folder}/${worldFile}\n`,
  ]);
  await run(`rm ${worldFile}`);
  expect((await run('iptables -S INPUT')).stdout).toBe('-P INPUT ACCEPT\n');
});

it('an exercise is solved by typing, on several hosts, and check shows the packet that fails', {
  timeout: 60_000,
}, async () => {
  const { run, container } = await opened(await exerciseOf('05-masquerade-versus-snat', 'write-masquerade'));
  const before = await container.read(worldFile);
  const failing = await run('check');
  expect(failing.status).toBe(1);
  expect(failing.stdout).toMatch(/^✗ .*: no answer/m);
  expect(failing.stdout).toMatch(/^What happened to ".*":$/m);
  expect(failing.stdout).toMatch(/Not yet\.\n$/);
  expect(await container.read(worldFile)).toBe(before);
  expect((await run('iptables -t nat -A POSTROUTING -o wan -j MASQUERADE')).status).toBe(0);
  expect((await run('ssh phone curl -sS http://203.0.113.80/')).stdout).toBe('This is web.\n');
  expect((await run('ssh nobody ip a')).status).toBe(255);
  const passed = await run('check');
  expect([passed.status, passed.stdout.match(/✗/)]).toEqual([0, null]);
});

it('an exercise that commands cannot answer is not passed here, and a lab of another form is named', {
  timeout: 60_000,
}, async () => {
  const { run, container } = await opened(await exerciseOf('01-listing-all-four-tables', 'four-listings'));
  const { status, stdout } = await run('check');
  expect([status, stdout]).toEqual([2, expect.stringMatching(/^".*" is answered on the lesson's page\.\n$/)]);
  const lab = JSON.parse(await container.read(exerciseFile)) as object;
  await container.write(exerciseFile, JSON.stringify({ ...lab, kind: 'guess' }));
  expect(await run('check')).toMatchObject({ status: 1, stderr: expect.stringContaining('is not a lab') });
});

it('iptables-restore reads a file, too; nothing comes of one that is not there', {
  timeout: 60_000,
}, async () => {
  const { run } = await opened(await exerciseOf('07-not-locking-yourself-out', 'in-order'));
  expect(
    (
      await run(
        'iptables -F; iptables-restore -w 1 etc/iptables/rules.v4; iptables-save | grep -v ^# | diff - etc/iptables/rules.v4',
      )
    ).stdout,
  ).toBe('');
  expect((await run('iptables-save -t filter --file saved -c; grep -c COMMIT saved; rm saved')).stdout).toBe(
    '1\n',
  );
  expect(await run('iptables-save -f no/where')).toEqual({
    status: 1,
    stdout: '',
    stderr: 'Failed to open file, error: No such file or directory\n',
  });
  expect(await run('iptables-restore nowhere -x')).toEqual({
    status: 1,
    stdout: '',
    stderr: "iptables-restore: invalid option -- 'x'\nTry `iptables-restore -h' for more information.\n",
  });
  expect(await run('iptables-restore nowhere')).toEqual({
    status: 1,
    stdout: '',
    stderr: "Can't open nowhere: No such file or directory\n",
  });
});
