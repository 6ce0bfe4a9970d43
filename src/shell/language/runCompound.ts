import type { Word } from '../../text/words.ts';
import type { Io } from './io.ts';
import { Leave } from './stops.ts';
import type { CommandNode, List, Phrase } from './syntax.ts';

/** What compound commands ask of the interpreter. */
interface Lists {
  /** How many loops are running, one in the other. */
  loops: number;
  list(commands: List, io: Io): Generator<void, number, void>;
  /** Runs something in a shell of its own. */
  inner(body: () => Generator<void, number, void>): Generator<void, number, void>;
  words(phrases: readonly Phrase[], io: Io): Generator<void, readonly Word[], void>;
  assign(name: string, value: string): void;
  /** Counts one command or one turn of a loop. */
  step(at?: Pick<Phrase, 'from' | 'to'>): Generator<void, void, void>;
}

/** Runs a group, a subshell, an `if` or a loop; gives its status. */
export function* runCompound(
  x: Lists,
  command: Exclude<CommandNode, { kind: 'simple' }>,
  io: Io,
): Generator<void, number, void> {
  switch (command.kind) {
    case 'group':
      return yield* x.list(command.body, io);
    case 'subshell':
      return yield* x.inner(() => x.list(command.body, io));
    case 'if': {
      for (const { condition, body } of command.branches)
        if ((yield* x.list(condition, io)) === 0) return yield* x.list(body, io);
      return command.otherwise ? yield* x.list(command.otherwise, io) : 0;
    }
    case 'for': {
      let status = 0;
      for (const word of yield* x.words(command.words, io)) {
        yield* x.step(word);
        x.assign(command.name, word.text);
        const turn = yield* runBody(x, command.body, io);
        ({ status } = turn);
        if (turn.leaves) break;
      }
      return status;
    }
    case 'while':
    case 'until': {
      let status = 0;
      for (;;) {
        yield* x.step();
        if (((yield* x.list(command.condition, io)) === 0) !== (command.kind === 'while')) return status;
        const turn = yield* runBody(x, command.body, io);
        ({ status } = turn);
        if (turn.leaves) return status;
      }
    }
  }
}

/** One turn of a loop. */
function* runBody(
  x: Lists,
  body: List,
  io: Io,
): Generator<void, { readonly status: number; readonly leaves: boolean }, void> {
  x.loops++;
  try {
    return { status: yield* x.list(body, io), leaves: false };
  } catch (thrown) {
    if (!(thrown instanceof Leave)) throw thrown;
    if (thrown.levels > 1 && x.loops > 1) throw new Leave(thrown.kind, thrown.levels - 1);
    return { status: 0, leaves: thrown.kind === 'break' };
  } finally {
    x.loops--;
  }
}
