/**
 * A learner's mistake, as data: where it is, what iptables says, what we add, and a way out.
 * A programmer's mistake throws instead.
 */
export interface Problem {
  /** Offsets into the text that was given (UTF-16 units); `from` <= `to`. */
  readonly from: number;
  readonly to: number;
  /** The real command's own words, whole, as they stand on stderr, without the final newline. */
  readonly message: string;
  /** The exit status of the real command. */
  readonly status: number;
  /** Our plain words: what is wrong and what to try. */
  readonly hint: string;
  /** Text to put in place of `from`..`to`, where one edit mends it. */
  readonly replacement?: string;
}

/** What a parser gives back: a value, or what was wrong with the text. */
export type Parsed<T> =
  | {
      readonly ok: true;
      readonly value: T;
      /** What the real command prints on stderr although it goes on, with its newline. */
      readonly warning?: string;
    }
  | {
      readonly ok: false;
      /** The real command's words without `iptables v…: ` in front and `Try …` behind. */
      readonly message: string;
      readonly hint: string;
      readonly replacement?: string;
      /** What stands on stderr in front of the message, with its newline. */
      readonly warning?: string;
    };

/** A parser's good end. */
export const parsed = <T>(value: T, warning?: string): Parsed<T> =>
  warning === undefined ? { ok: true, value } : { ok: true, value, warning };

/** A parser's bad end. */
export const refused = (message: string, hint: string, replacement?: string): Parsed<never> =>
  replacement === undefined ? { ok: false, message, hint } : { ok: false, message, hint, replacement };
