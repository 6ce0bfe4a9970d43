/** A Docker host: the sessions of docker/, what the real daemon and client print in them, and what ours do. */
import '../../src/netfilter/allExtensions.ts';
import '../../src/shell/commands/all.ts';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readNetworks } from '../../src/cli/files.ts';
import type { BackendName } from '../../src/netfilter/types.ts';
import { createWorld } from '../../src/network/createWorld.ts';
import { enter } from '../../src/shell/enter.ts';
import { startSession } from '../../src/shell/session.ts';
import type { Printed } from './real.ts';

const folder = join(import.meta.dirname, 'docker');

/** The lines of each session. */
export const dockerSessions: readonly (readonly string[])[] = readFileSync(
  join(folder, 'sessions.txt'),
  'utf8',
)
  .split(/^session\n/m)
  .slice(1)
  .map((text) => text.split('\n').filter((line) => line !== '' && !line.startsWith('#')));

/** What was recorded: of each session, what each backend's daemon printed. */
export interface DockerRecording {
  readonly versions: string;
  readonly sessions: readonly Readonly<Record<BackendName, readonly Printed[]>>[];
}

/** The network that the sessions run in. */
export const dockerhost = readNetworks('content')['dockerhost']!;

/** What no two runs have in common: names made by chance, ages and the widths that they make, traffic counted. */
export const normal = (text: string): string =>
  text
    .replace(/^# (?:Generated|Completed).*\n/gm, '')
    .replace(/\[\d+:\d+\]/g, '[0:0]')
    .replace(/\b[\da-f]{64}\b/g, 'ID')
    .replace(/^[\da-f]{12}\b/gm, 'ID')
    .replace(/endpoint [a-z]+_[a-z]+/g, 'endpoint NAME')
    .replace(/Less than a second|\d+ seconds?/g, 'T')
    .replace(/ {2,}/g, '  ');

const normally = ({ status, stdout, stderr }: Printed): Printed => ({
  status,
  stdout: normal(stdout),
  stderr: normal(stderr),
});

/** What ours print. */
export const ourDocker = (lines: readonly string[], backend: BackendName): readonly Printed[] => {
  const made = createWorld({ hosts: dockerhost.hosts }, backend);
  if (!made.ok) throw new Error(JSON.stringify(made.problems));
  let session = startSession(made.world, 'dockerhost');
  return lines.map((line) => {
    const elsewhere = line.startsWith('visitor# ');
    const entered = elsewhere
      ? enter(startSession(session.world, 'visitor'), line.slice('visitor# '.length))
      : enter(session, line);
    if (!elsewhere) session = entered.session;
    const of = (stream: 'stdout' | 'stderr') =>
      entered.output
        .filter((p) => p.stream === stream)
        .map((p) => p.text)
        .join('');
    return normally({ status: entered.status, stdout: of('stdout'), stderr: of('stderr') });
  });
};

/** What the real ones print, in namespaces of their own that end with them. As root, with Debian's docker.io. */
export const realDocker = (lines: readonly string[], backend: BackendName): readonly Printed[] => {
  const place = mkdtempSync(join(tmpdir(), 'four-tables-docker-'));
  try {
    const run = ['-nmpf', '--mount-proc', 'bash', join(folder, 'run.sh'), backend, place];
    const { status, stderr } = spawnSync('unshare', run, {
      input: `${lines.join('\n')}\n`,
      encoding: 'utf8',
    });
    if (status !== 0) throw new Error(`run.sh ended with ${status}: ${stderr}`);
    const parts = (name: string) => readFileSync(join(place, name), 'utf8').split('\x1d').slice(0, -1);
    const errors = parts('e');
    return parts('o').map((part, i) => {
      const [stdout = '', code = ''] = part.split('\x1e');
      return normally({ status: Number(code), stdout, stderr: errors[i] ?? '' });
    });
  } finally {
    rmSync(place, { recursive: true, force: true });
  }
};

/** Which programs were recorded. */
export const dockerVersions = (): string =>
  ['dockerd --version', '/usr/bin/docker --version', 'iptables-legacy -V', 'iptables-nft -V', 'uname -sr']
    .map((command) => spawnSync('sh', ['-c', command], { encoding: 'utf8' }).stdout.trim())
    .join('; ');
