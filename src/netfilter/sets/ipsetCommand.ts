import type { Word } from '../../text/words.ts';
import type { PacketFilter } from '../types.ts';
import { applyEntryCommand } from './applyEntryCommand.ts';
import { isEntryCommand, readEntryCommand } from './entryCommand.ts';
import { IpsetError, usageError } from './ipsetError.ts';
import { type IpsetResult, refusedResult, testMessage } from './ipsetResult.ts';
import { readSetLine, setFlagOf } from './readSetLine.ts';
import { restoreSets } from './restoreSets.ts';
import { runSetCommand } from './runSetCommand.ts';

/**
 * `ipset create|add|del|test|destroy|list|save|restore|flush|rename|swap|version` on a host's sets. `now` is in
 * milliseconds since the Unix epoch; `input` is what `restore` reads. Never throws, on any words.
 * Reference: ipset 7.17, lib/ipset.c.
 */
export const ipsetCommand = (
  filter: PacketFilter,
  words: readonly Word[],
  input: string,
  now: number,
): IpsetResult => {
  const done = runOrRefuse(filter, words, input, now);
  return words.some((w) => setFlagOf(w.text) === 'quiet') ? { ...done, stderr: '' } : done;
};

const runOrRefuse = (
  filter: PacketFilter,
  words: readonly Word[],
  input: string,
  now: number,
): IpsetResult => {
  try {
    return run(filter, words, input, now);
  } catch (error) {
    if (error instanceof IpsetError) return refusedResult(filter, error);
    throw error;
  }
};

const run = (filter: PacketFilter, words: readonly Word[], input: string, now: number): IpsetResult => {
  const line = readSetLine(words);
  const { command, flags, whole } = line;
  if (command === 'restore') return restoreSets(filter, input, flags, now);
  if (command === 'quit')
    throw usageError(
      whole,
      "Command `quit' is invalid in command line mode",
      'quit ends a text that ipset restore reads. There is nothing to end here.',
    );
  if (!isEntryCommand(command))
    return { ...runSetCommand(filter, line, now), stderr: '', status: 0, problems: [] };
  const entryCommand = readEntryCommand(filter, command, line.words, flags.has('exist'));
  const done = applyEntryCommand(filter, entryCommand, now);
  if (done.error) return refusedResult(done.filter, done.error);
  const isTest = command === 'test';
  return {
    filter: done.filter,
    stdout: '',
    stderr: isTest ? testMessage(entryCommand, done.found) : '',
    status: isTest && !done.found ? 1 : 0,
    problems: [],
  };
};
