import type { Limits } from './limits.ts';
import type { Place } from './syntax.ts';

/** How many functions, loops, `$( )` and scripts may be one in the other: the page's own stack is not endless. */
const deepest = 240;

/** Ends everything that was entered, and says why. */
type Stop = (why: string, hint: string, at?: Place) => never;

/** How much commands may do, and how deep they may be one in the other. */
export class Bounds {
  readonly #limits: Limits;
  readonly #stop: Stop;
  #steps = 0;
  #depth = 0;

  constructor(limits: Limits, stop: Stop) {
    this.#limits = limits;
    this.#stop = stop;
  }

  /** Counts a command. */
  step(at?: Place): void {
    if (++this.#steps > this.#limits.steps)
      this.#stop(`stopped after ${this.#limits.steps} commands`, 'A loop has no end, or a very far one.', at);
  }

  /** Counts work that takes as long as so many commands. */
  spend(steps: number, at: Place): void {
    this.#steps += Math.floor(steps);
    if (this.#steps > this.#limits.steps)
      this.#stop(
        `stopped after the work of ${this.#limits.steps} commands`,
        'So many words, or patterns in texts this long, take too long in a loop.',
        at,
      );
  }

  /** Runs something that is in the command that runs. */
  *deeper<T>(at: Place, body: () => Generator<void, T, void>): Generator<void, T, void> {
    if (this.#depth >= deepest) this.tooDeep(at);
    this.#depth++;
    try {
      return yield* body();
    } finally {
      this.#depth--;
    }
  }

  tooDeep(at: Place): never {
    return this.#stop(
      `more than ${deepest} commands one in the other are not simulated here`,
      'A function or a script that calls itself has no end, or a very far one.',
      at,
    );
  }
}
