import type { Problem } from '../../text/problem.ts';
import type { Output } from '../session.ts';
import type { Limits } from './limits.ts';
import { Stop } from './stops.ts';
import type { Sink } from './streams.ts';
import type { Place } from './syntax.ts';

const mostMistakes = 50;

/** What commands print and the mistakes they make, up to the limits. */
export class Transcript {
  readonly output: Output[] = [];
  readonly problems: Problem[] = [];
  readonly #says: () => string;
  readonly #most: number;
  #printed = 0;
  #stopped = false;

  /** `says` is what the shell writes in front of its own messages. */
  constructor(says: () => string, { text }: Limits) {
    this.#says = says;
    this.#most = text;
  }

  /** Whether something ended all that was entered, and not one command alone. */
  get isStopped(): boolean {
    return this.#stopped;
  }

  /** What was printed and noted since this was called last. */
  take(): { readonly output: readonly Output[]; readonly problems: readonly Problem[] } {
    return { output: this.output.splice(0), problems: this.problems.splice(0) };
  }

  /** Keeps a mistake; the same one in every turn of a loop is one. */
  note(problem: Problem): void {
    if (
      this.problems.length < mostMistakes &&
      !this.problems.some(
        (p) => p.from === problem.from && p.to === problem.to && p.message === problem.message,
      )
    )
      this.problems.push(problem);
  }

  /** Ends everything, and says why on the terminal. */
  stop(why: string, hint: string, at: Place = { from: 0, to: 0 }, status = 130): never {
    return this.end({ from: at.from, to: at.to, message: `${this.#says()}${why}`, status, hint });
  }

  /** Ends everything with a problem. It is said on the terminal, wherever a command's own words go. */
  end(problem: Problem): never {
    this.note(problem);
    this.output.push({ stream: 'stderr', text: `${problem.message}\n` });
    this.#stopped = true;
    throw new Stop(problem.status);
  }

  print(stream: Output['stream'], text: string): null {
    const room = this.#most - this.#printed;
    this.#printed += text.length;
    if (text !== '') {
      const last = this.output.at(-1);
      const kept = text.slice(0, Math.max(room, 0));
      // Many short texts of one stream are one long text.
      if (last?.stream === stream && last.text.length < 4096)
        this.output[this.output.length - 1] = { stream, text: last.text + kept };
      else this.output.push({ stream, text: kept });
    }
    if (text.length > room)
      this.stop(
        `stopped after ${this.#most} characters of output`,
        'Print less: head shows the beginning, grep some lines.',
      );
    return null;
  }

  /** Refuses a word that has grown too long. */
  bound(length: number, at: Place): void {
    if (length > this.#most)
      this.stop(
        `a word of more than ${this.#most} characters is not simulated here`,
        'Write less, or write it into a file.',
        at,
      );
  }

  /** A sink that keeps what it is given: one end of a pipe. */
  collect(): { readonly sink: Sink; readonly text: () => string } {
    let text = '';
    const sink: Sink = (more) => {
      text += more;
      if (text.length > this.#most)
        this.stop(
          `more than ${this.#most} characters through a pipe are not simulated here`,
          'Let the first command print less.',
        );
      return null;
    };
    return { sink, text: () => text };
  }
}
