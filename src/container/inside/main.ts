/**
 * What is behind every command of the mounted tree: `bin/NAME` calls `command(NAME)`. Runs in Node, in a
 * container or anywhere else.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { restoredFrom } from '../../shell/iptables-restore.ts';
import { savedTo } from '../../shell/iptables-save.ts';
import { programs } from '../../shell/programs.ts';
import { safe } from '../../shell/safe.ts';
import { printed, type Run } from '../../shell/shell.ts';
import { gaveUp, opensTable, waitOf } from '../../shell/xtablesLock.ts';
import type { Word } from '../../text/words.ts';
import { xtablesLock } from '../files.ts';
import { check } from './check.ts';
import { lock } from './lock.ts';
import { Damaged, State } from './state.ts';

/** Runs the command of that name with this process's arguments and standard input, and leaves its status. */
export const command = async (name: string): Promise<void> => {
  // A reader that went away (a closed pipe) is no mistake.
  for (const stream of [process.stdout, process.stderr])
    stream.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code !== 'EPIPE') throw error;
    });
  const state = new State(dirname(__dirname));
  try {
    process.exitCode = await run(state, name, process.argv.slice(2));
  } catch (error) {
    if (!(error instanceof Damaged)) throw error;
    process.stderr.write(`${name}: ${error.message}\n`);
    process.exitCode = 1;
  }
};

const run = async (state: State, name: string, given: readonly string[]): Promise<number> => {
  const { host: labHost } = state.exercise();
  if (name === 'check') {
    const { status, text } = check(state.exercise(), state.world());
    say(process.stdout, text);
    return status;
  }
  if (name !== 'ssh') return runOn(state, labHost, name, given);
  const hosts = Object.keys(state.world().hosts);
  const [target, program, ...rest] = given;
  if (target === undefined || program === undefined)
    return complain(`usage: ssh HOST COMMAND\nThe hosts are ${hosts.join(', ')}.\n`, 255);
  const host = target.replace(/^root@/, '');
  if (!hosts.includes(host))
    return complain(
      `ssh: Could not resolve hostname ${host}: Temporary failure in name resolution\nThe hosts are ${hosts.join(', ')}.\n`,
      255,
    );
  return runOn(state, host, program, rest);
};

const runOn = async (state: State, host: string, name: string, given: readonly string[]): Promise<number> => {
  const program = Object.hasOwn(programs, name) ? programs[name] : undefined;
  if (!program)
    return complain(
      `${name}: command not found\nThe other hosts have ${Object.keys(programs).join(', ')}.\n`,
      127,
    );
  const words = wordsOf(given);
  const from = name === 'iptables-restore' ? restoredFrom(words) : null;
  const to = name === 'iptables-save' ? savedTo(words) : null;
  const wait = waitOf(state.world().hosts[host]!.filter, name, words);
  let refusal: number | null = null;
  let waited = wait === null;
  const wanted = async (): Promise<void> => {
    if (waited) return;
    waited = true;
    if (await lock(state.path(xtablesLock), wait!.seconds)) return;
    process.stderr.write(wait!.warnings + gaveUp(wait!.seconds));
    refusal = 4;
  };
  let input = '';
  if (from) {
    try {
      input = readFileSync(from.text, 'utf8');
    } catch {
      return complain(`Can't open ${from.text}: No such file or directory\n`, 1);
    }
  } else if (readsInput(name)) {
    process.stdin.setEncoding('utf8');
    for await (const part of process.stdin) {
      input += part as string;
      if (name === 'iptables-restore' && opensTable(input)) await wanted();
      if (refusal !== null) return refusal;
    }
  }
  if (name !== 'iptables-restore' || opensTable(input)) await wanted();
  if (refusal !== null) return refusal;
  const done = await state.change(
    (world): Run =>
      Object.hasOwn(world.hosts, host)
        ? program(world, host, words, input)
        : printed(world, '', `${host}: no such host\n`, 1),
  );
  if (to && done.status === 0) {
    try {
      writeFileSync(to.text, done.stdout);
    } catch {
      return complain('Failed to open file, error: No such file or directory\n', 1);
    }
  } else say(process.stdout, done.stdout);
  say(process.stderr, done.stderr);
  return done.status;
};

/**
 * Whether a command reads what it is given. `nc` asks nobody at a terminal: its packets are sent when its
 * line is done.
 */
const readsInput = (name: string): boolean =>
  name === 'iptables-restore' || (name === 'nc' && !process.stdin.isTTY);

/** Arguments as words of a line: a place in it is where the word would stand. */
const wordsOf = (given: readonly string[]): readonly Word[] => {
  let at = 0;
  return given.map((text) => {
    const word = { text, from: at, to: at + text.length };
    at = word.to + 1;
    return word;
  });
};

const complain = (text: string, status: number): number => {
  say(process.stderr, text);
  return status;
};

/** Writes a text; to a terminal only what is safe there. */
const say = (stream: NodeJS.WriteStream, text: string): void => {
  if (text !== '') stream.write(stream.isTTY ? safe(text) : text);
};
