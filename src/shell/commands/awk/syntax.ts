/** awk's grammar as values: what `parse.ts` reads and `evaluate.ts` and `run.ts` carry out. */
import type { Regex } from '../../regex/regex.ts';

/** What a value can be put into. */
export type Target =
  | { readonly kind: 'variable'; readonly name: string }
  | { readonly kind: 'field'; readonly of: Expression }
  | { readonly kind: 'item'; readonly array: string; readonly keys: readonly Expression[] };

export type Expression =
  | Target
  | { readonly kind: 'number'; readonly value: number }
  | { readonly kind: 'string'; readonly value: string }
  | { readonly kind: 'regex'; readonly regex: Regex }
  | {
      readonly kind: 'assign';
      readonly operator: string;
      readonly target: Target;
      readonly value: Expression;
    }
  | { readonly kind: 'step'; readonly target: Target; readonly by: 1 | -1; readonly first: boolean }
  | { readonly kind: 'unary'; readonly operator: '!' | '-' | '+'; readonly of: Expression }
  | {
      readonly kind: 'binary';
      readonly operator: string;
      readonly left: Expression;
      readonly right: Expression;
    }
  | { readonly kind: 'in'; readonly keys: readonly Expression[]; readonly array: string }
  | { readonly kind: 'choice'; readonly test: Expression; readonly yes: Expression; readonly no: Expression }
  | { readonly kind: 'call'; readonly name: string; readonly given: readonly Expression[] }
  | { readonly kind: 'list'; readonly of: readonly Expression[] };

export type Statement =
  | { readonly kind: 'print' | 'printf'; readonly given: readonly Expression[]; readonly toStderr: boolean }
  | { readonly kind: 'expression'; readonly of: Expression }
  | { readonly kind: 'block'; readonly of: readonly Statement[] }
  | {
      readonly kind: 'if';
      readonly test: Expression;
      readonly then: Statement;
      readonly otherwise: Statement | null;
    }
  | {
      readonly kind: 'while';
      readonly test: Expression;
      readonly body: Statement;
      readonly bodyFirst: boolean;
    }
  | {
      readonly kind: 'for';
      readonly start: Statement | null;
      readonly test: Expression | null;
      readonly step: Statement | null;
      readonly body: Statement;
    }
  | { readonly kind: 'each'; readonly name: string; readonly array: string; readonly body: Statement }
  | { readonly kind: 'delete'; readonly array: string; readonly keys: readonly Expression[] | null }
  | { readonly kind: 'next' | 'break' | 'continue' }
  | { readonly kind: 'exit'; readonly status: Expression | null };

/** One `PATTERN { … }`; without a pattern it is for every line, without braces it prints. */
export interface Rule {
  readonly when:
    | { readonly kind: 'begin' | 'end' | 'always' }
    | { readonly kind: 'pattern'; readonly test: Expression }
    | { readonly kind: 'range'; readonly from: Expression; readonly to: Expression };
  readonly does: Statement;
}

/** Why a program is not run: what awk says, or what is not simulated here. */
export class Refusal extends Error {
  readonly status: number;
  constructor(message: string, status = 2) {
    super(message);
    this.status = status;
  }
}
