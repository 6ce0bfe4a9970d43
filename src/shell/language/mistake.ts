import type { Problem } from '../../text/problem.ts';

/** Thrown while a text is read, and caught by `parse`: it never leaves this folder. */
export class Mistake {
  readonly problem: Problem;
  /** Whether bash has it: what comes after it may hang on it, and does not run. */
  readonly isUnsupported: boolean;
  constructor(problem: Problem, isUnsupported = false) {
    this.problem = problem;
    this.isUnsupported = isUnsupported;
  }
}

/**
 * The text ends inside something. Thrown while it is read, and caught by `parse`. `message` is bash's, for a
 * script that ends here.
 */
export class Unfinished {
  readonly message: string;
  constructor(message: string) {
    this.message = message;
  }
}

/** Something that bash has and we do not act out. */
export const notSupported = (
  from: number,
  to: number,
  what: string,
  hint: string,
  replacement?: string,
): Mistake =>
  new Mistake(
    {
      from,
      to,
      message: `${what} is not simulated here`,
      status: 2,
      hint,
      ...(replacement === undefined ? {} : { replacement }),
    },
    true,
  );

/** Bash's own refusal of a token. */
export const unexpected = (from: number, to: number, token: string, hint: string): Mistake =>
  new Mistake({ from, to, message: `syntax error near unexpected token \`${token}'`, status: 2, hint });
