import { isTable } from '../../types.ts';
import { unknownTable } from '../parse/hints.ts';
import { readChainLine } from './chainLine.ts';
import { hasOddCharacters, type RestoreState, type TextLine } from './restoreState.ts';
import { readRuleLine } from './ruleLine.ts';
import { readStrayLine } from './strayLine.ts';
import type { TableDraft } from './tableDraft.ts';

/**
 * Reads one line of a restored text: a comment, `*table`, `:chain`, a rule or COMMIT. `hasEnd`: a line break follows.
 */
export const readLine = (state: RestoreState, line: TextLine, hasEnd: boolean): void => {
  const { text } = line;
  state.lineNumber = line.number;
  if (state.isOver) return;
  if (text === '' || text[0] === '#') return readComment(state, text);
  if (state.hasOddCharacters && hasOddCharacters(text))
    return state.fail(line, { hint: 'This line is not text. Paste the output of iptables-save.' });
  const isOpen = state.draft !== null && !state.isGuess;
  if (text[0] === '*' && !isOpen) return readTableLine(state, line);
  const isCommit = isOpen
    ? text === 'COMMIT' && (hasEnd || state.backend.resolvesJumpsAtCommit)
    : state.isGuess && /^COMMIT\s*$/.test(text);
  if (isCommit) return commit(state, state.draft!, line);
  if (state.draft === null && !state.isSkipped) readStrayLine(state, line);
  if (state.draft === null) return;
  if (text[0] === ':') readChainLine(state, state.draft, line);
  else readRuleLine(state, state.draft, line);
};

const readComment = (state: RestoreState, text: string): void => {
  if (text !== '' && state.options.verbose) state.print(`${text}\n`);
  // A comment between two tables ends a guess: the next table may be another one.
  if (state.isGuess && text.startsWith('# Generated')) state.close();
};

/** `*filter` */
const readTableLine = (state: RestoreState, line: TextLine): void => {
  const { backend } = state;
  const name = /[^ \t]+/.exec(line.text.slice(1))?.[0] ?? '';
  if (state.isGuess) state.moveBelow(name);
  state.close();
  if (name === '')
    return state.refuse(line, `iptables-restore: line ${line.number} table name invalid`, {
      hint: 'The table’s name is missing. Write *filter, for example.',
    });
  state.heading = name.slice(0, 32);
  // nf_tables' command checks the name even of a table that -T skips.
  if (state.isSkipped && (isTable(name) || backend.loadsWholeTables)) return;
  if (isTable(name)) return state.begin(name);
  const { hint, replacement } = unknownTable(name);
  state.refuse(line, backend.unknownTableToRestore(name, line.number), {
    hint,
    replacement: replacement && `*${replacement}`,
  });
};

const commit = (state: RestoreState, draft: TableDraft, line: TextLine): void => {
  const { test } = state.options;
  if (!test) state.doWaiting();
  const refused = test ? [] : draft.refused(line.number);
  const [first] = refused;
  if (first) {
    const { message, status } = state.backend.commitFailed(line.number, refused);
    const { from = line.from, to = line.from + line.text.length, hint } = first;
    state.problem({ from, to, status, message, hint }, `${message}\n`);
  } else if (!state.hasFailed && !test) state.filter = draft.committed() ?? state.filter;
  state.close();
};
