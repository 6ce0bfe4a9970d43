/** What a line of the shell says, as a tree. Places are offsets into the text that was read. */

/** A piece of a word, before anything is put in its place. */
export type Part =
  /** Literal text. Where it is not quoted, `*`, `?` and `[` in it are a pattern's. */
  | { readonly kind: 'text'; readonly text: string; readonly quoted: boolean }
  | Variable
  /** `$(…)`: what the commands print. */
  | { readonly kind: 'output'; readonly list: List; readonly quoted: boolean };

/** `$NAME` or `${NAME}`; `otherwise` is what `${NAME:-word}` and its like say. */
interface Variable {
  readonly kind: 'variable';
  readonly name: string;
  readonly quoted: boolean;
  readonly otherwise: {
    readonly operator: '-' | ':-' | '+' | ':+' | '=' | ':=';
    readonly word: Phrase;
  } | null;
  readonly from: number;
  readonly to: number;
}

/** A word as it is written. */
export interface Phrase {
  readonly parts: readonly Part[];
  readonly from: number;
  readonly to: number;
}

/** `2>FILE` and its like. `fd` is the descriptor it is about, null where the operator says it. */
export interface Redirect {
  readonly operator: '<' | '>' | '>>' | '>&' | '<&' | '&>' | '&>>' | '<<<' | '<<';
  readonly fd: number | null;
  readonly target: Phrase;
  /** The target as it is written. */
  readonly written: string;
}

/** `NAME=VALUE` in front of a command, or alone. */
export interface Assignment {
  readonly name: string;
  readonly value: Phrase;
}

/** One command: a simple one, or one that holds lists of commands. */
export type CommandNode =
  | {
      readonly kind: 'simple';
      readonly assignments: readonly Assignment[];
      readonly words: readonly Phrase[];
      readonly redirects: readonly Redirect[];
      readonly from: number;
      readonly to: number;
    }
  | { readonly kind: 'subshell' | 'group'; readonly body: List; readonly redirects: readonly Redirect[] }
  | {
      readonly kind: 'for';
      readonly name: string;
      readonly words: readonly Phrase[];
      readonly body: List;
      readonly redirects: readonly Redirect[];
    }
  | {
      readonly kind: 'while' | 'until';
      readonly condition: List;
      readonly body: List;
      readonly redirects: readonly Redirect[];
    }
  | {
      readonly kind: 'if';
      readonly branches: readonly { readonly condition: List; readonly body: List }[];
      readonly otherwise: List | null;
      readonly redirects: readonly Redirect[];
    };

/** `A | B | C`, with or without `!` in front. */
export interface Pipeline {
  readonly negated: boolean;
  readonly commands: readonly CommandNode[];
}

/** `A && B || C`. */
export interface AndOr {
  readonly first: Pipeline;
  readonly rest: readonly { readonly operator: '&&' | '||'; readonly pipeline: Pipeline }[];
}

/** Commands one after the other. */
export type List = readonly AndOr[];
