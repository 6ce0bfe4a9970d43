import { assignmentAt } from './readAssignment.ts';
import type { Reader } from './reader.ts';
import { redirectAt } from './readRedirect.ts';
import type { Assignment, Phrase, Redirect, SimpleCommand } from './syntax.ts';
import { isOperator, refuse } from './tokenTests.ts';

/** Commands whose words are read as assignments where they look like some. */
const declares = new Set(['declare', 'typeset', 'local', 'export', 'readonly']);

/** Reads a simple command; where its first word is followed by `(`, gives that word instead: a function's name. */
export const simple = (reader: Reader): SimpleCommand | { readonly functionName: Phrase } => {
  const assignments: Assignment[] = [];
  const words: Phrase[] = [];
  const found: Redirect[] = [];
  const { from } = reader.peek;
  let to = from;
  let isDeclaration = false;
  /** Where its first tokens end: a redirection is an operator and a word. */
  const ends: number[] = [];
  for (;;) {
    const t = reader.peek;
    if (t.kind === 'word') {
      const assignment = words.length === 0 || isDeclaration ? assignmentAt(reader, t) : null;
      ends.push(assignment?.to ?? t.phrase.to);
      if (assignment) {
        if (words.length === 0) assignments.push(assignment);
        else words.push({ parts: [], from: assignment.from, to: assignment.to, assignment });
      } else {
        reader.take();
        words.push(t.phrase);
        if (isOperator(reader.peek, '(')) {
          if (words.length === 1 && assignments.length + found.length === 0)
            return { functionName: t.phrase };
          throw refuse(reader, reader.peek);
        }
        if (words.length === 1) isDeclaration = t.bare !== null && declares.has(t.bare);
      }
    } else {
      const redirect = redirectAt(reader);
      if (!redirect) break;
      found.push(redirect);
      ends.push(t.from, redirect.target.to);
    }
    to = reader.at;
  }
  if (assignments.length + words.length + found.length === 0) throw refuse(reader, reader.peek);
  return { kind: 'simple', assignments, words, redirects: found, from, to, counted: ends[1] ?? ends[0]! };
};
