import type { Span } from '../../text/words.ts';

/**
 * What ipset refuses. The code that reads a line throws it, and `ipsetCommand` catches it. `message` is the real
 * command's, without the name and version before it.
 */
export class IpsetError {
  readonly at: Span;
  readonly message: string;
  readonly hint: string;
  /** 2 where the real command refers to its help, 1 for a wrong value and for what the kernel refuses. */
  readonly status: 1 | 2;
  readonly replacement: string | undefined;

  constructor(at: Span, message: string, hint: string, status: 1 | 2 = 1, replacement?: string) {
    this.at = at;
    this.message = message;
    this.hint = hint;
    this.status = status;
    this.replacement = replacement;
  }
}

/** A mistake in how the line is written. */
export const usageError = (at: Span, message: string, hint: string): IpsetError =>
  new IpsetError(at, message, hint, 2);

/** What the real ipset can do and this one cannot. */
export const notSimulated = (at: Span, what: string, hint: string): IpsetError =>
  new IpsetError(at, `${what} is not simulated here`, hint);

/** There is no set of that name; `near` is one with a similar name. */
export const noSuchSet = (at: Span, name: string, near: string | null): IpsetError =>
  new IpsetError(
    at,
    'The set with the given name does not exist',
    near
      ? `There is no set ${name}. Did you mean ${near}?`
      : `There is no set ${name}. Make it first: ipset create ${name} hash:ip.`,
    1,
    near ?? undefined,
  );
