import type { Problem } from '../../text/problem.ts';
import { pruneMemory } from '../state/pruneMemory.ts';
import type { PacketFilter } from '../types.ts';
import { lineFailed } from './restore/lineFailed.ts';
import { readLine } from './restore/readLine.ts';
import { hasOddCharacters, type RestoreOptions, RestoreState } from './restore/restoreState.ts';

export type { RestoreOptions };

/** What a restore did. */
export interface RestoreResult {
  /** With the tables whose COMMIT was reached before the first mistake; everything else is as it was. */
  readonly filter: PacketFilter;
  readonly stdout: string;
  /** The real command's messages. It stops at the first mistake. */
  readonly stderr: string;
  readonly status: number;
  /** Every line with a mistake, placed in the text: for these, reading goes on after the first one. */
  readonly problems: readonly Problem[];
}

/** The longest text that is read, in UTF-16 units. A real dump of 50 000 rules is about a third as long. */
export const longestText = 16_000_000;
/** The longest line, in characters. Reference: iptables/iptables-restore.c, `char buffer[10240]`. */
const longestLine = 10239;

/**
 * Loads iptables-save text as `iptables-restore` does: table by table, each whole or not at all.
 * Never throws, on any text.
 * Reference: iptables/iptables-restore.c, ip46tables_restore_main.
 */
export const restore = (before: PacketFilter, text: string, options: RestoreOptions = {}): RestoreResult => {
  if (text.length > longestText) return tooLong(before, text);
  const state = new RestoreState(before, options, hasOddCharacters(text));
  let at = 0;
  let number = 0;
  while (at < text.length) {
    const end = text.indexOf('\n', at);
    // The real command reads into a buffer: what does not go into it is read as the next line.
    const stop = Math.min(end < 0 ? text.length : end, at + longestLine);
    readLine(
      state,
      { text: text.slice(at, stop), from: at, number: ++number },
      stop < text.length || options.lastLineEnds === true,
    );
    at = text[stop] === '\n' ? stop + 1 : stop;
  }
  expectCommit(state, number + 1, text);
  const { filter, stdout, stderr, status, problems } = state.end();
  return { filter: pruneMemory(before, filter, null), stdout, stderr, status, problems };
};

/** The text ends: its last table needs a COMMIT. */
const expectCommit = (state: RestoreState, number: number, text: string): void => {
  if (state.draft === null || state.isGuess || state.isOver) return;
  const message = `iptables-restore: COMMIT expected at line ${number}`;
  state.problem(
    {
      from: text.length,
      to: text.length,
      status: 1,
      message,
      hint: `The ${state.draft.name} table has no COMMIT. Put COMMIT on its own line after the last rule.`,
      replacement: text.endsWith('\n') ? 'COMMIT\n' : '\nCOMMIT\n',
    },
    `${message}\n`,
  );
};

const tooLong = (filter: PacketFilter, text: string): RestoreResult => {
  const problem: Problem = {
    from: longestText,
    to: text.length,
    status: 1,
    message: lineFailed(1),
    hint: `This text has ${text.length} characters, and at most ${longestText} are read. Nothing was loaded.`,
  };
  return { filter, stdout: '', stderr: `${problem.message}\n`, status: 1, problems: [problem] };
};
