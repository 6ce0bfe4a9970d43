import { evaluateCondition } from './condition.ts';
import { matches, readPattern } from './glob.ts';
import type { Interpreter } from './interpreter.ts';
import { quotedWord } from './quote.ts';
import { arithmeticHint, BadArithmetic } from './readArithmetic.ts';
import { Leave } from './stops.ts';
import type { Streams } from './streams.ts';
import type { CompoundCommand, List, Phrase, Place } from './syntax.ts';

/** Runs a command that holds others; gives its status. */
export function* runCompound(
  x: Interpreter,
  command: CompoundCommand,
  io: Streams,
): Generator<void, number, void> {
  switch (command.kind) {
    case 'group':
      return yield* x.list(command.body, io);
    case 'subshell': {
      const own = { ...io };
      return yield* x.inner(() => x.list(command.body, own), own);
    }
    case 'if': {
      for (const { condition, body } of command.branches)
        if ((yield* x.unchecked(() => x.list(condition, io))) === 0) return yield* x.list(body, io);
      return command.otherwise ? yield* x.list(command.otherwise, io) : 0;
    }
    case 'for': {
      let status = 0;
      const words = command.words
        ? yield* x.words(command.words, io)
        : x.state.positional.map((text) => ({ text, from: command.from, to: command.to }));
      const shown = words.map((w) => quotedWord(w.text)).join(' ');
      for (const word of words) {
        yield* x.step(word);
        x.trace(io, `for ${command.name} in ${shown}`);
        x.set(command.name, null, word.text);
        const turn = yield* runBody(x, command.body, io);
        ({ status } = turn);
        if (turn.leaves) break;
      }
      return status;
    }
    case 'count': {
      let status = 0;
      if (command.start) yield* x.calculate(command.start, io);
      for (;;) {
        yield* x.step(command);
        if (command.test && (yield* x.calculate(command.test, io)) === 0n) return status;
        const turn = yield* runBody(x, command.body, io);
        ({ status } = turn);
        if (turn.leaves) return status;
        if (command.next) yield* x.calculate(command.next, io);
      }
    }
    case 'while':
    case 'until': {
      let status = 0;
      for (;;) {
        yield* x.step(command);
        const test = yield* runCondition(x, command.condition, io);
        if (test.leaves || (test.status === 0) !== (command.kind === 'while')) return status;
        const turn = yield* runBody(x, command.body, io);
        ({ status } = turn);
        if (turn.leaves) return status;
      }
    }
    case 'case': {
      const text = yield* x.text(command.word, io);
      x.trace(io, `case ${quotedWord(text)} in`);
      let status = 0;
      let runs = false;
      for (const { patterns, body, ending } of command.clauses) {
        for (const pattern of runs ? [] : patterns) {
          runs = matches(readPattern(yield* x.pattern(pattern, io)), text);
          if (runs) break;
        }
        if (!runs) continue;
        status = yield* x.list(body, io);
        if (ending === ';;') return status;
        runs = ending === ';&';
      }
      return status;
    }
    case 'condition':
      return (yield* evaluateCondition(x, command.condition, io)) ? 0 : 1;
    case 'arithmetic':
      return yield* arithmetic(x, command.expression, io);
  }
}

/** `(( ))`: a mistake in it is a status, where one in `$(( ))` ends the line. */
function* arithmetic(x: Interpreter, expression: Phrase, io: Streams): Generator<void, number, void> {
  const text = yield* x.text(expression, io);
  x.trace(io, `(( ${text} ))`);
  try {
    return x.evaluate(text) === 0n ? 1 : 0;
  } catch (thrown) {
    if (!(thrown instanceof BadArithmetic)) throw thrown;
    const message = `((: ${thrown.message}`;
    x.mistake(io, { ...placeOf(expression), message, status: 1, hint: arithmeticHint });
    return 1;
  }
}

const placeOf = ({ from, to }: Place): Place => ({ from, to });

interface Turn {
  readonly status: number;
  readonly leaves: boolean;
}

/** One turn of a loop. */
const runBody = (x: Interpreter, body: List, io: Streams) => runTurn(x, () => x.list(body, io));

const runCondition = (x: Interpreter, condition: List, io: Streams) =>
  runTurn(x, () => x.unchecked(() => x.list(condition, io)));

function* runTurn(x: Interpreter, run: () => Generator<void, number, void>): Generator<void, Turn, void> {
  x.loops++;
  try {
    return { status: yield* run(), leaves: false };
  } catch (thrown) {
    if (!(thrown instanceof Leave)) throw thrown;
    if (thrown.levels > 1 && x.loops > 1) throw new Leave(thrown.kind, thrown.levels - 1);
    return { status: 0, leaves: thrown.kind === 'break' };
  } finally {
    x.loops--;
  }
}
