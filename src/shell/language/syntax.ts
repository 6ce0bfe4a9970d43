/** What a text of the shell says, as a tree. Places are offsets into the text that was read. */

/** A place in the text. */
export interface Place {
  readonly from: number;
  readonly to: number;
}

/** Something that bash has and we do not act out: it is refused by name when it would run. */
export interface Refused extends Place {
  readonly kind: 'refused';
  readonly what: string;
  readonly hint: string;
}

/** What is refused, and where. */
export type Refusal = Omit<Refused, 'kind'>;

/** A piece of a word, before anything is put in its place. */
export type Part =
  /** Literal text. Where it is not quoted, `*`, `?` and `[` in it are a pattern's. */
  | { readonly kind: 'text'; readonly text: string; readonly quoted: boolean }
  | Parameter
  /** `$(…)` and backquotes: what the commands print. */
  | { readonly kind: 'output'; readonly list: List; readonly quoted: boolean }
  /** `$((…))` */
  | ({ readonly kind: 'arithmetic'; readonly expression: Phrase; readonly quoted: boolean } & Place)
  /** `<(…)`: the name of a file with what the commands print. */
  | { readonly kind: 'process'; readonly list: List; readonly quoted: true }
  /** A `${…}` that bash refuses when it would be put in. */
  | ({ readonly kind: 'bad'; readonly written: string; readonly quoted: boolean } & Place)
  | (Refused & { readonly quoted: boolean });

/** `$NAME` and every `${…}`. */
export interface Parameter extends Place {
  readonly kind: 'parameter';
  /** A variable, a digit, or one of `@ * # ? $ ! -`. */
  readonly name: string;
  /** What is between the brackets of `${NAME[…]}`. */
  readonly subscript: Subscript | null;
  /** `${!NAME}`: the variable that this one names. */
  readonly indirect: boolean;
  readonly operation: Operation | null;
  readonly quoted: boolean;
}

/** All elements of an array, or one of them. */
export type Subscript = '@' | '*' | Phrase;

/** What `${…}` does with a value. */
export type Operation =
  /** `-` `=` `?` `+`; with a colon, an empty value is as good as none. */
  | {
      readonly kind: 'default';
      readonly operator: '-' | '=' | '?' | '+';
      readonly orEmpty: boolean;
      readonly word: Phrase;
    }
  | { readonly kind: 'length' }
  /** `#` `##` `%` `%%` */
  | {
      readonly kind: 'remove';
      readonly end: 'start' | 'end';
      readonly longest: boolean;
      readonly pattern: Phrase;
    }
  /** `/` `//` `/#` `/%` */
  | {
      readonly kind: 'replace';
      readonly where: 'first' | 'all' | 'start' | 'end';
      readonly pattern: Phrase;
      readonly replacement: Phrase;
    }
  /** `:OFFSET:LENGTH` */
  | { readonly kind: 'slice'; readonly offset: Phrase; readonly length: Phrase | null }
  /** `^` `^^` `,` `,,` */
  | {
      readonly kind: 'case';
      readonly to: 'upper' | 'lower';
      readonly all: boolean;
      readonly pattern: Phrase | null;
    }
  /** `${!NAME[@]}`: the keys of an array. */
  | { readonly kind: 'keys' }
  /** `${!NAME*}`: the variables whose names begin so. */
  | { readonly kind: 'names'; readonly spread: '@' | '*' }
  /** `${NAME@Q}` */
  | { readonly kind: 'quote' };

/** A word as it is written. */
export interface Phrase extends Place {
  readonly parts: readonly Part[];
  /** Where a command such as `declare` takes it as an assignment. */
  readonly assignment?: Assignment;
}

/** `2>FILE` and its like. `fd` is the descriptor it is about, null where the operator says it. */
export interface Redirect {
  readonly operator: '<' | '>' | '>>' | '>&' | '<&' | '&>' | '&>>' | '<<<' | '<<';
  readonly fd: number | null;
  readonly target: Phrase;
  /** The target as it is written. */
  readonly written: string;
}

/** An element in the parentheses of `NAME=(…)`: with a key, or the words that a phrase becomes. */
export interface ArrayItem {
  readonly key: Phrase | null;
  readonly append: boolean;
  readonly value: Phrase;
}

/** `NAME=VALUE`, `NAME+=VALUE`, `NAME[KEY]=VALUE` or `NAME=(…)`. */
export interface Assignment extends Place {
  readonly name: string;
  readonly subscript: Phrase | null;
  readonly append: boolean;
  readonly value:
    | { readonly kind: 'scalar'; readonly phrase: Phrase }
    | { readonly kind: 'array'; readonly items: readonly ArrayItem[] };
}

/** What `[[ ]]` asks. */
export type Condition =
  | { readonly kind: 'and' | 'or'; readonly left: Condition; readonly right: Condition }
  | { readonly kind: 'not'; readonly operand: Condition }
  | ({ readonly kind: 'unary'; readonly operator: string; readonly operand: Phrase } & Place)
  | ({
      readonly kind: 'binary';
      readonly operator: string;
      readonly left: Phrase;
      readonly right: Phrase;
    } & Place);

/** One part of a `case`; `ending` is what its end says: leave, run the next body, or test the next patterns. */
export interface Clause {
  readonly patterns: readonly Phrase[];
  readonly body: List;
  readonly ending: ';;' | ';&' | ';;&';
}

export interface SimpleCommand extends Place {
  readonly kind: 'simple';
  readonly assignments: readonly Assignment[];
  readonly words: readonly Phrase[];
  readonly redirects: readonly Redirect[];
  /** The character whose line is the command's for bash: the end of its second token. */
  readonly counted: number;
}

/** A command that holds others or an expression, without its redirections. */
export type Compound =
  | { readonly kind: 'subshell' | 'group'; readonly body: List }
  /** `words` is null where there is no `in`: the positional parameters. */
  | {
      readonly kind: 'for';
      readonly name: string;
      readonly words: readonly Phrase[] | null;
      readonly body: List;
    }
  | {
      readonly kind: 'count';
      readonly start: Phrase | null;
      readonly test: Phrase | null;
      readonly next: Phrase | null;
      readonly body: List;
    }
  | { readonly kind: 'while' | 'until'; readonly condition: List; readonly body: List }
  | {
      readonly kind: 'if';
      readonly branches: readonly { readonly condition: List; readonly body: List }[];
      readonly otherwise: List | null;
    }
  | { readonly kind: 'case'; readonly word: Phrase; readonly clauses: readonly Clause[] }
  | { readonly kind: 'condition'; readonly condition: Condition; readonly written: string }
  | { readonly kind: 'arithmetic'; readonly expression: Phrase };

export type CompoundCommand = Compound & Place & { readonly redirects: readonly Redirect[] };

/** `NAME() …`. `written` is its text. */
export interface FunctionDefinition extends Place {
  readonly kind: 'function';
  readonly name: string;
  readonly body: CompoundCommand;
  readonly written: string;
}

/** One command. */
export type CommandNode = SimpleCommand | CompoundCommand | FunctionDefinition | Refused;

/** `A | B | C`, with or without `!` in front. */
export interface Pipeline {
  readonly negated: boolean;
  readonly commands: readonly CommandNode[];
}

/** `A && B || C`, with or without `&` after it. */
export interface AndOr {
  readonly first: Pipeline;
  readonly rest: readonly { readonly operator: '&&' | '||'; readonly pipeline: Pipeline }[];
  /** The place of the `&` after it. */
  readonly background: Place | null;
}

/** Commands one after the other. */
export type List = readonly AndOr[];
