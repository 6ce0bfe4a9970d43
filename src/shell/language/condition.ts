/** Works out what `[[ ]]` asks. Reference: bash 5.2, execute_cmd.c and test.c. */
import { fileComparison, fileTest } from '../commands/shared/fileTest.ts';
import { byLetters } from '../files.ts';
import { compile } from '../regex/compile.ts';
import { groupsOf, search } from '../regex/match.ts';
import { SearchTooLong } from '../regex/regex.ts';
import { withVariable } from './assign.ts';
import { pieces } from './expand.ts';
import { matches, readPattern } from './glob.ts';
import type { Interpreter } from './interpreter.ts';
import { quotedWord } from './quote.ts';
import { longOptions } from './setOptions.ts';
import type { Streams } from './streams.ts';
import type { Condition } from './syntax.ts';
import { arrayOf, type Value } from './variables.ts';

type Binary = Extract<Condition, { kind: 'binary' }>;

export function* evaluateCondition(
  x: Interpreter,
  c: Condition,
  io: Streams,
): Generator<void, boolean, void> {
  switch (c.kind) {
    case 'and':
      return (yield* evaluateCondition(x, c.left, io)) && (yield* evaluateCondition(x, c.right, io));
    case 'or':
      return (yield* evaluateCondition(x, c.left, io)) || (yield* evaluateCondition(x, c.right, io));
    case 'not':
      return !(yield* evaluateCondition(x, c.operand, io));
    case 'unary': {
      const text = yield* x.text(c.operand, io);
      x.trace(io, `[[ ${c.operator} ${quotedWord(text)} ]]`);
      return one(x, c, text);
    }
    case 'binary':
      return yield* two(x, c, io);
  }
}

const one = (x: Interpreter, c: Extract<Condition, { kind: 'unary' }>, text: string): boolean => {
  switch (c.operator) {
    case '-z':
      return text === '';
    case '-n':
      return text !== '';
    case '-v': {
      const element = /^(\w+)\[(.*)\]$/s.exec(text);
      const value: Value | null = x.lookup(element ? element[1]! : text);
      if (!element) return value !== null;
      return typeof value === 'object' && value !== null
        ? value.kind === 'keyed'
          ? value.items.has(element[2]!)
          : value.items.has(Number(element[2]))
        : value !== null && element[2] === '0';
    }
    case '-o':
      return x.state.options.has(longOptions.get(text) ?? text);
    default:
      return (
        fileTest(c.operator, text, x.fileSystem) ??
        x.refuse({
          what: `[[ ${c.operator} ]]`,
          hint: 'There are -e, -f, -d, -s, -r, -w, -x, -z and -n.',
          from: c.from,
          to: c.to,
        })
      );
  }
};

function* two(x: Interpreter, c: Binary, io: Streams): Generator<void, boolean, void> {
  const left = yield* x.text(c.left, io);
  switch (c.operator) {
    case '=':
    case '==':
    case '!=': {
      const pattern = yield* x.pattern(c.right, io);
      x.trace(io, `[[ ${quotedWord(left)} ${c.operator} ${pattern} ]]`);
      return matches(readPattern(pattern), left) === (c.operator !== '!=');
    }
    case '=~':
      return yield* matchesRegex(x, c, left, io);
    case '<':
    case '>': {
      const order = byLetters(left, yield* x.text(c.right, io));
      return c.operator === '<' ? order < 0 : order > 0;
    }
    case '-nt':
    case '-ot':
    case '-ef':
      return fileComparison(left, c.operator, yield* x.text(c.right, io), x.fileSystem)!;
    default: {
      const right = yield* x.text(c.right, io);
      x.trace(io, `[[ ${quotedWord(left)} ${c.operator} ${quotedWord(right)} ]]`);
      const [a, b] = [x.number(left, c), x.number(right, c)];
      switch (c.operator) {
        case '-eq':
          return a === b;
        case '-ne':
          return a !== b;
        case '-lt':
          return a < b;
        case '-le':
          return a <= b;
        case '-gt':
          return a > b;
        default:
          return a >= b;
      }
    }
  }
}

/** What is quoted in a regular expression means itself. What its parentheses held goes into BASH_REMATCH. */
function* matchesRegex(x: Interpreter, c: Binary, text: string, io: Streams): Generator<void, boolean, void> {
  const pattern = (yield* pieces(c.right, x, io, 'text'))
    .map((p) => (p.kind === 'quoted' ? p.text.replace(/[\\^$.|?*+()[\]{}]/g, '\\$&') : p.text))
    .join('');
  x.trace(io, `[[ ${quotedWord(text)} =~ ${pattern} ]]`);
  const compiled = compile(pattern, { syntax: 'extended' });
  if (!compiled.ok) {
    x.mistake(io, {
      from: c.right.from,
      to: c.right.to,
      message: `[[: invalid regular expression \`${pattern}': ${compiled.message}`,
      status: 2,
      hint: 'The pattern after =~ is an extended regular expression, as grep -E takes it.',
    });
    return false;
  }
  const found = searched(x, c, () => search(compiled.regex, text));
  const groups = found ? groupsOf(compiled.regex, text, found) : [];
  const rematch = found ? [text.slice(found.from, found.to), ...(groups ?? []).map((g) => g ?? '')] : [];
  withVariable(x, 'BASH_REMATCH', { value: arrayOf(rematch) });
  return found !== null;
}

const searched = <T>(x: Interpreter, c: Binary, search: () => T): T => {
  try {
    return search();
  } catch (thrown) {
    if (!(thrown instanceof SearchTooLong)) throw thrown;
    return x.refuse({
      what: 'a pattern that takes this long',
      hint: 'Write a shorter pattern, or search less text.',
      from: c.right.from,
      to: c.right.to,
    });
  }
};
