import '../../netfilter/allExtensions.ts';
import { dirname } from 'node:path';
import type { World } from '../../network/world.ts';
import { commands, loadAllCommands, loadCommands } from '../../shell/commands/index.ts';
import { gaveUp, opensTable, waitOf } from '../../shell/commands/iptables/xtablesLock.ts';
import { printed } from '../../shell/commands/shared/result.ts';
import { type CommandResult, runsAlone, type ShellCommand } from '../../shell/commands/shellCommand.ts';
import { safe } from '../../shell/safe.ts';
import type { Word } from '../../text/words.ts';
import { xtablesLock } from '../files.ts';
import { check } from './check.ts';
import { lock } from './lock.ts';
import { namedFiles, writeChanged } from './namedFiles.ts';
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
    await loadAllCommands();
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

/** A command that a process can run; null where there is none of that name. */
const commandNamed = async (name: string) => {
  if (!commands.networkNames.includes(name)) return null;
  await loadCommands([name]);
  const command = commands.find(name)!;
  return runsAlone(command) ? command : null;
};

const runOn = async (state: State, host: string, name: string, given: readonly string[]): Promise<number> => {
  const command = await commandNamed(name);
  if (!command)
    return complain(
      `${name}: command not found\nThe other hosts have ${commands.networkNames.join(', ')}.\n`,
      127,
    );
  const words = wordsOf(given);
  const cwd = process.cwd();
  const files = command.needs.includes('files') ? namedFiles(given, cwd) : {};
  const wait = waitOf(state.world().hosts[host]!.filter, name, words);
  let refusal: number | null = null;
  let waited = wait === null;
  const takeLock = async (): Promise<void> => {
    if (waited) return;
    waited = true;
    if (await lock(state.path(xtablesLock), wait!.seconds)) return;
    process.stderr.write(wait!.warnings + gaveUp(wait!.seconds));
    refusal = 4;
  };
  let input = '';
  if (readsInput(command, words)) {
    process.stdin.setEncoding('utf8');
    for await (const part of process.stdin) {
      input += part as string;
      if (name === 'iptables-restore' && opensTable(input)) await takeLock();
      if (refusal !== null) return refusal;
    }
  }
  const texts = [input, ...Object.values(files).map((f) => (f.kind === 'file' ? f.text : ''))];
  if (name !== 'iptables-restore' || texts.some(opensTable)) await takeLock();
  if (refusal !== null) return refusal;
  const done = await state.change((world): CommandResult & { readonly world: World } => {
    if (!Object.hasOwn(world.hosts, host))
      return { ...printed('', { stderr: `${host}: no such host\n`, status: 1 }), world };
    const call = { name, words, host, says: '', world, cwd, files, input: () => input };
    return { world, ...finished(command.run(call)) };
  });
  try {
    writeChanged(files, done.files ?? files);
  } catch (error) {
    return complain(`${name}: ${(error as Error).message}\n`, 1);
  }
  for (const { stream, text } of done.output) say(process[stream], text);
  return done.status;
};

/** A command that runs no others ends at once. */
const finished = (running: CommandResult | Generator<void, CommandResult, void>): CommandResult => {
  if ('status' in running) return running;
  for (;;) {
    const step = running.next();
    if (step.done) return step.value;
  }
};

/**
 * Whether a command reads what it is given. `nc` does not wait for a terminal: its packets are sent when its
 * line is done.
 */
const readsInput = (command: ShellCommand<'world' | 'files' | 'input'>, words: readonly Word[]): boolean =>
  command.needs.includes('input') &&
  (command.readsInput?.(words) ?? true) &&
  !(command.name === 'nc' && process.stdin.isTTY);

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
