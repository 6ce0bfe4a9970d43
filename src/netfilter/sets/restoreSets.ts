import type { Word } from '../../text/words.ts';
import type { PacketFilter } from '../types.ts';
import { applyEntryCommand } from './applyEntryCommand.ts';
import { type EntryCommand, isEntryCommand, readEntryCommand } from './entryCommand.ts';
import { IpsetError, usageError } from './ipsetError.ts';
import { type IpsetResult, refusedResult, testMessage } from './ipsetResult.ts';
import { readSetLine, type SetFlag } from './readSetLine.ts';
import { runSetCommand } from './runSetCommand.ts';

/** The words of a line: double quotes hold a word together. */
const splitLine = (line: string, start: number): readonly Word[] =>
  [...line.matchAll(/"([^"]*)"|\S+/g)].map((m) => ({
    text: m[1] ?? m[0],
    from: start + m.index,
    to: start + m.index + m[0].length,
  }));

/**
 * `ipset restore`: runs a text that `ipset save` has printed. `outer` are the flags of the command itself.
 * Reference: ipset, lib/ipset.c, ipset_parse_stream; lib/session.c.
 */
export const restoreSets = (
  before: PacketFilter,
  text: string,
  outer: ReadonlySet<SetFlag>,
  now: number,
): IpsetResult => {
  const run = new SetRestore(before, outer, now);
  let start = 0;
  for (const [i, line] of text.split('\n').entries()) {
    const ended = run.line(line, start, i + 1);
    if (ended) return ended;
    if (run.hasQuit) break;
    start += line.length + 1;
  }
  return run.send() ?? run.result(0);
};

/**
 * Lines that add to one set, or delete from it, are sent to the kernel together. If one of them cannot be read,
 * those before it are not sent either.
 */
class SetRestore {
  hasQuit = false;
  #filter: PacketFilter;
  #stdout = '';
  #stderr = '';
  #waiting: { readonly command: EntryCommand; readonly number: number }[] = [];
  readonly #outer: ReadonlySet<SetFlag>;
  readonly #now: number;

  constructor(filter: PacketFilter, outer: ReadonlySet<SetFlag>, now: number) {
    this.#filter = filter;
    this.#outer = outer;
    this.#now = now;
  }

  /** Sends what waits to the kernel; a result where the kernel refuses it, which ends the restore. */
  send(): IpsetResult | null {
    for (const { command, number } of this.#waiting) {
      const done = applyEntryCommand(this.#filter, command, this.#now);
      this.#filter = done.filter;
      if (done.error) return this.#refused(done.error, number);
    }
    this.#waiting = [];
    return null;
  }

  /** The result so far. */
  result(status: number): IpsetResult {
    return { filter: this.#filter, stdout: this.#stdout, stderr: this.#stderr, status, problems: [] };
  }

  /** Runs a line; a result where it ends the restore. */
  line(text: string, start: number, number: number): IpsetResult | null {
    if (text.trim() === '' || text.startsWith('#')) return null;
    if (text.trim() === 'COMMIT') return this.send();
    try {
      return this.#command(splitLine(text, start), number);
    } catch (error) {
      if (error instanceof IpsetError) return this.#refused(error, number);
      throw error;
    }
  }

  #command(words: readonly Word[], number: number): IpsetResult | null {
    const line = readSetLine(words);
    const flags = new Set([...this.#outer, ...line.flags]);
    const { command } = line;
    if (command === 'quit') {
      this.hasQuit = true;
      return null;
    }
    if (command === 'restore' || command === 'version' || command === 'help')
      throw usageError(
        line.whole,
        `Command \`${command}' is invalid in restore mode.`,
        'Remove this line. A saved text has only lines with create and add.',
      );
    if (isEntryCommand(command)) return this.#entryCommand(command, line.words, flags, number);
    const refused = this.send();
    if (refused) return refused;
    const done = runSetCommand(this.#filter, { ...line, flags }, this.#now);
    this.#filter = done.filter;
    this.#stdout += done.stdout;
    return null;
  }

  #entryCommand(
    kind: EntryCommand['kind'],
    words: readonly Word[],
    flags: ReadonlySet<SetFlag>,
    number: number,
  ): IpsetResult | null {
    const last = this.#waiting.at(-1)?.command;
    if (last && (last.kind !== kind || last.name !== words[0]?.text)) {
      const refused = this.send();
      if (refused) return refused;
    }
    const command = readEntryCommand(this.#filter, kind, words, flags.has('exist'));
    if (kind !== 'test') {
      this.#waiting.push({ command, number });
      return null;
    }
    const { found } = applyEntryCommand(this.#filter, command, this.#now);
    this.#stderr += testMessage(command, found);
    return found ? null : this.result(1);
  }

  #refused(error: IpsetError, lineNumber: number): IpsetResult {
    return refusedResult(this.#filter, error, { stdout: this.#stdout, stderr: this.#stderr, lineNumber });
  }
}
