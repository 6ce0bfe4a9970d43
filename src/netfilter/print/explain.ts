import type { Problem } from '../../text/problem.ts';
import { splitSaved, splitWords } from '../../text/words.ts';
import type { Backend } from '../command/backend.ts';
import { legacy } from '../command/backends/legacy.ts';
import type { Command } from '../command/command.ts';
import { parseCommand } from '../command/parseCommand.ts';
import { isVerdict } from '../command/verdicts.ts';
import { findTarget } from '../registry.ts';
import type { TableName } from '../types.ts';
import { type ExplainedPart, partsOf } from './parts.ts';
import { saveRule } from './save.ts';
import { sentenceOfCommand } from './sentence/command.ts';

/** What a line means: as a whole, part by part, and the rules as `iptables-save` prints them. */
export interface Explanation {
  readonly sentence: string;
  readonly parts: readonly ExplainedPart[];
  readonly saved: readonly string[];
}

/** Whose line it is, and the table where the line itself cannot say it: in a restore file. */
export interface ExplainOptions {
  readonly backend?: Backend;
  readonly table?: TableName;
}

const saved = ({ action }: Command, backend: Backend): readonly string[] =>
  'rules' in action ? action.rules.map((rule) => saveRule(action.chain, rule, '', backend)) : [];

/**
 * The words after `iptables` (or with it) in plain words, or what is wrong with them. With a table, it is a line of a saved text. Sets, and chains that no
 * target is called like, are taken to exist: a line alone cannot tell.
 */
export const explainRule = (
  line: string,
  { backend = legacy, table }: ExplainOptions = {},
):
  | { readonly ok: true; readonly explanation: Explanation }
  | { readonly ok: false; readonly problem: Problem } => {
  const split = table ? { words: splitSaved(line), problem: null } : splitWords(line);
  if (split.problem) return { ok: false, problem: split.problem };
  const words = /(^|\/)iptables(-legacy|-nft)?$/.test(split.words[0]?.text ?? '')
    ? split.words.slice(1)
    : split.words;
  const read = parseCommand(words, {
    backend,
    ...(table && { table }),
    chainNames: () => [],
    hasChain: (_, name) => !isVerdict(name) && findTarget(name) === undefined,
    hasSet: () => true,
  });
  if (!read.ok) return { ok: false, problem: read.problem };
  const { command } = read;
  return {
    ok: true,
    explanation: {
      sentence: sentenceOfCommand(command),
      parts: partsOf(line, words, command, table !== undefined),
      saved: saved(command, backend),
    },
  };
};
