import { ruleCounters, splitSaved, type Word } from '../../../text/words.ts';
import { findTarget } from '../../registry.ts';
import { setOf } from '../../sets/ipSet.ts';
import { isTable } from '../../types.ts';
import type { Command } from '../command.ts';
import { parseCommand } from '../parseCommand.ts';
import { isVerdict } from '../verdicts.ts';
import type { LineMistake, RestoreState, TextLine } from './restoreState.ts';
import type { TableDraft } from './tableDraft.ts';

/** `[12:3456] -A INPUT -j ACCEPT`, or any other command without `iptables`. */
export const readRuleLine = (state: RestoreState, draft: TableDraft, line: TextLine): void => {
  const { options, backend } = state;
  const words = wordsOf(state, line);
  if (words === null) return;
  const read = parseCommand(words, {
    backend,
    program: 'iptables-restore',
    table: draft.name,
    chainNames: () => Object.keys(draft.chains),
    declared: (name) => state.declared.has(name),
    // Where jumps are resolved at COMMIT, any name may be that of a chain still to come.
    hasChain: (_, name) =>
      Object.hasOwn(draft.chains, name) ||
      (state.waitsForCommit && !isVerdict(name) && (state.declared.has(name) || !findTarget(name))),
    hasSet: (name) => options.anySet === true || setOf(state.filter, name) !== undefined,
  });
  if (!read.ok) {
    const { from, to, message, status, hint, replacement } = read.problem;
    const end = message.lastIndexOf('\nTry `');
    const withNumber = `${message.slice(0, end)}\nError occurred at line: ${line.number}${message.slice(end)}`;
    const table = line.text[0] === '*' ? line.text.slice(1).trim() : '';
    const mistake = isTable(table)
      ? noCommit(draft.name, line.text)
      : (withoutCommand(line.text) ?? { hint, replacement, at: { from, to } });
    state.fail(line, mistake, withNumber, status);
    // The lines after it are meant for that table.
    if (isTable(table)) state.guess(table);
    return;
  }
  state.warn(read.command.warnings);
  // With -n the real command ignores -v here.
  const verbose = options.verbose === true && !options.noflush;
  const command = verbose ? { ...read.command, flags: { ...read.command.flags, verbose } } : read.command;
  const endsAll = command.action.kind === 'help' || command.action.kind === 'version';
  if (!backend.resolvesJumpsAtCommit || endsAll) carryOut(state, draft, command, line);
  else state.do(() => resolveJump(state, draft, command, line) && carryOut(state, draft, command, line));
};

/** A table begins before the one above it has ended. */
const noCommit = (open: string, text: string): LineMistake => ({
  hint: `COMMIT is missing: the ${open} table has not ended. Put COMMIT on a line of its own before this one.`,
  replacement: `COMMIT\n${text}`,
});

/** A command in place of what follows it; null where the line is none. */
const withoutCommand = (text: string): LineMistake | null => {
  const rule = /^\s*(?:[$#]\s*)?(?:sudo\s+)?iptables(?:-legacy|-nft)?\s+(-.*)$/.exec(text)?.[1];
  return rule === undefined
    ? null
    : {
        hint: 'This is a command. Inside a table, leave out iptables and -t, and write what follows.',
        ...(!/\s-t\b|^-t\b|--table\b/.test(rule) && { replacement: rule }),
      };
};

/** The line's words; null where it has none that can be used. */
const wordsOf = (state: RestoreState, line: TextLine): readonly Word[] | null => {
  const counters = ruleCounters(line.text);
  if (typeof counters === 'string') {
    state.refuse(line, `Bad line ${line.number}: need ${counters}`, {
      hint: 'Counters before a rule look like this: [12:3456].',
    });
    return null;
  }
  const to = counters.from;
  const ofRule = splitSaved(line.text, to, counters.to);
  const words =
    state.options.counters && to > 0
      ? [...['--set-counters', ...counters.words].map((text) => ({ text, from: 0, to })), ...ofRule]
      : ofRule;
  if (!words.some((w) => w.text.length >= 1024)) return words;
  state.refuse(line, 'Parameter too long!', { hint: 'A word of this line has more than 1023 characters.' });
  return null;
};

/** Whether the chain that a rule jumps to exists now. */
const resolveJump = (state: RestoreState, draft: TableDraft, command: Command, line: TextLine): boolean => {
  const target = 'rules' in command.action ? command.action.rules[0]?.target : undefined;
  if (!target || !('chain' in target) || Object.hasOwn(draft.chains, target.chain)) return true;
  const hint = `The ${draft.name} table has no chain ${target.chain}. Declare it with :${target.chain} - [0:0].`;
  const mistake = { hint, at: command.places.target ?? undefined };
  // By now the real command has read on, and names the line that it read last.
  state.refuse(line, state.backend.unknownTarget(target.chain), mistake, state.lineNumber);
  return false;
};

const carryOut = (state: RestoreState, draft: TableDraft, command: Command, line: TextLine): void => {
  const { action } = command;
  const { stdout, stderr, failed } = draft.run(command, {
    from: line.from,
    to: line.from + line.text.length,
    line: line.number,
    action: action.kind,
    chain: ('chain' in action && action.chain) || '',
  });
  state.print(stdout);
  if (failed) {
    const { failure, hint, replacement, from, to } = failed;
    const message =
      failed.ownMessage ?? state.backend.restoreLineFailed(failure, line.number, action, draft.name);
    return state.fail(line, { hint, replacement, at: { from, to } }, message);
  }
  state.warn(stderr ?? '');
  if (action.kind === 'help' || action.kind === 'version') state.isOver = true;
};
