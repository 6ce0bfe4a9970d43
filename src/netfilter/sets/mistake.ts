import type { Word } from '../../text/words.ts';

/** Where something is wrong in a line. */
export type Place = Pick<Word, 'from' | 'to'>;

/**
 * What ipset refuses, thrown by those who read a line and caught by `command.ts`. `message` is the real
 * one's, without its name in front.
 */
export class Mistake {
  readonly at: Place;
  readonly message: string;
  readonly hint: string;
  /** 2 where it points to its help, 1 for what is wrong with a value or what the kernel says. */
  readonly status: 1 | 2;
  readonly replacement: string | undefined;

  constructor(at: Place, message: string, hint: string, status: 1 | 2 = 1, replacement?: string) {
    this.at = at;
    this.message = message;
    this.hint = hint;
    this.status = status;
    this.replacement = replacement;
  }
}

/** A mistake in how the line is written. */
export const usage = (at: Place, message: string, hint: string): Mistake => new Mistake(at, message, hint, 2);

/** What the real ipset has and this one has not. */
export const notHere = (at: Place, what: string, hint: string): Mistake =>
  new Mistake(at, `${what} is not simulated here`, hint);

/** There is no set of that name. */
export const noSet = (at: Place, name: string, near: string | null): Mistake =>
  new Mistake(
    at,
    'The set with the given name does not exist',
    near ? `Did you mean ${near}?` : `Make it first: ipset create ${name} hash:ip.`,
    1,
    near ?? undefined,
  );
