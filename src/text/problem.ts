/**
 * A learner's mistake, as data: where it is, what the real command says, our hint, and what to type instead.
 * A programmer's mistake throws.
 */
export interface Problem {
  /** Offsets into the text that was given (UTF-16 units); `from` <= `to`. */
  readonly from: number;
  readonly to: number;
  /** The real command's whole message on stderr, without the final newline. */
  readonly message: string;
  /** The exit status of the real command. */
  readonly status: number;
  /** Our hint: what is wrong, then what to type. */
  readonly hint: string;
  /** The text to put in place of `from`..`to`, where that fixes it. */
  readonly replacement?: string;
}

/** Whether the real command would have done something, and we refuse it by name. Its message ends so. */
export const isNotSimulated = ({ message }: Pick<Problem, 'message'>): boolean =>
  message.endsWith(' not simulated here');

/** What a parser gives back: a value, or what was wrong with the text. */
export type Parsed<T> =
  | {
      readonly ok: true;
      readonly value: T;
      /** What the real command prints on stderr and then goes on, with its newline. */
      readonly warning?: string;
    }
  | {
      readonly ok: false;
      /** The real command's message, without `iptables v…: ` before it and `Try …` after it. */
      readonly message: string;
      readonly hint: string;
      readonly replacement?: string;
      /** What the real command prints on stderr before the message, with its newline. */
      readonly warning?: string;
    };

/** A parser has read a value. */
export const parsed = <T>(value: T, warning?: string): Parsed<T> =>
  warning === undefined ? { ok: true, value } : { ok: true, value, warning };

/** A parser refuses the text. */
export const refused = (message: string, hint: string, replacement?: string): Parsed<never> =>
  replacement === undefined ? { ok: false, message, hint } : { ok: false, message, hint, replacement };
