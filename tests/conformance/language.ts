/** The shell's language: the tables of language/, what bash and Debian's tools print, and what ours do. */
import '../../src/netfilter/allExtensions.ts';
import '../../src/shell/commands/all.ts';
import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createWorld } from '../../src/network/createWorld.ts';
import { enter } from '../../src/shell/enter.ts';
import { startSession } from '../../src/shell/session.ts';
import type { Printed } from './real.ts';

/** Commands that somebody enters one after the other in one shell; a command may have several lines. */
export interface Dialogue {
  /** The table's name and the words above it: `grammar: Lists`. */
  readonly name: string;
  readonly commands: readonly string[];
}

/** A dialogue begins with `# NAME`; each line is a command, and one that begins with `> ` goes on with it. */
const dialoguesOf = (file: string): readonly Dialogue[] => {
  const found: { name: string; commands: string[] }[] = [];
  for (const line of readFileSync(join(import.meta.dirname, 'language', file), 'utf8').split('\n')) {
    const commands = found.at(-1)?.commands ?? [];
    if (line.startsWith('# '))
      found.push({ name: `${file.replace('.txt', '')}: ${line.slice(2)}`, commands: [] });
    else if (line.startsWith('> ') && !/^> \S+;/.test(line))
      commands.push(`${commands.pop()}\n${line.slice(2)}`);
    else if (line !== '') commands.push(line);
  }
  return found;
};

/** Every dialogue of every table. */
export const dialogues: readonly Dialogue[] = readdirSync(join(import.meta.dirname, 'language'))
  .filter((f) => f.endsWith('.txt'))
  .sort()
  .flatMap(dialoguesOf);

/**
 * What no two runs have in common, the time a file was changed; and what a shell says of a terminal that it
 * has not got.
 */
const normal = (text: string): string =>
  text
    .replace(/[A-Z][a-z]{2} [ \d]\d \d\d:\d\d/g, 'TIME')
    .replace(/^-bash: \[[^\]]*\] tcsetattr: .*\n/gm, '');

/** What ours print. */
export const ours = ({ commands }: Dialogue): readonly Printed[] => {
  const made = createWorld({ hosts: { client: { interfaces: { eth0: { link: 'net' } } } } });
  if (!made.ok) throw new Error(JSON.stringify(made.problems));
  let session = startSession(made.world, 'client');
  return commands.map((command) => {
    const done = enter(session, command);
    // A session is plain data, and stays so.
    session = structuredClone(done.session);
    const said = (stream: string) =>
      normal(
        done.output
          .filter((p) => p.stream === stream)
          .map((p) => p.text)
          .join(''),
      );
    return { status: done.status, stdout: said('stdout'), stderr: said('stderr') };
  });
};

/**
 * A namespace of its own with empty folders where the shell writes, and iptables-legacy under its short
 * names.
 */
const prepare = `mount --make-rprivate / && for d in /root /tmp /opt; do mount -t tmpfs none $d; done
mkdir /opt/bin && for n in iptables iptables-save iptables-restore; do ln -s "$(which xtables-legacy-multi)" /opt/bin/$n; done
hostname client; ip link set lo up; cd /root
exec env -i HOME=/root USER=root LOGNAME=root SHELL=/bin/bash LC_ALL=C.UTF-8 PATH=/opt/bin:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin bash -c 'exec -a -bash bash --norc --noprofile --noediting -i'`;

/** What the real shell prints: an interactive one, that reads these lines. */
export const real = ({ name, commands }: Dialogue): readonly Printed[] => {
  const input = commands
    .map((command) => `${command}\n{ __=$?; printf '\\036%s\\036' $__; printf '\\036' >&2; (exit $__); }\n`)
    .join('');
  const start = "PS1= PS2=; set +H; unset HISTFILE; printf '\\036\\036'; printf '\\036' >&2\n";
  const done = spawnSync('unshare', ['-n', '-m', '-u', 'bash', '-c', prepare], {
    input: start + input,
    encoding: 'utf8',
    maxBuffer: 64 << 20,
    timeout: 120_000,
  });
  const out = done.stdout.split('\x1e').slice(2);
  const err = done.stderr.split('\x1e').slice(1);
  if (out.length < commands.length * 2)
    throw new Error(
      `${name}: the shell ended behind ${commands[Math.floor(out.length / 2)]}: ${done.stderr.slice(-500)}`,
    );
  return commands.map((_, i) => ({
    status: Number(out[i * 2 + 1]),
    stdout: normal(out[i * 2]!),
    stderr: normal(err[i]!),
  }));
};
