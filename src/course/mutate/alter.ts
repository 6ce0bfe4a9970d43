/** Ways to change one thing in a script. Each gives every script that differs in one place. */
import type { Line, Option, Part, RuleLine, Script } from './script.ts';

/** Each line in turn replaced by lines; `alter` gives the alternatives for one line. */
export const alterLines = (
  script: Script,
  alter: (line: Line, index: number) => readonly (readonly Line[])[],
): readonly Script[] =>
  script.lines.flatMap((line, i) =>
    alter(line, i).map((lines) => ({ ...script, lines: script.lines.toSpliced(i, 1, ...lines) })),
  );

/** Each rule in turn replaced by another. */
export const alterRules = (
  script: Script,
  alter: (rule: RuleLine, index: number) => readonly RuleLine[],
): readonly Script[] =>
  alterLines(script, (line, i) => (line.kind === 'rule' ? alter(line, i).map((rule) => [rule]) : []));

/** Each condition or target in turn replaced by others; an empty list leaves it out. */
export const alterParts = (
  script: Script,
  alter: (part: Part, rule: RuleLine) => readonly (readonly Part[])[],
): readonly Script[] =>
  alterRules(script, (rule) =>
    rule.parts.flatMap((part, i) =>
      alter(part, rule).map((parts) => ({ ...rule, parts: rule.parts.toSpliced(i, 1, ...parts) })),
    ),
  );

/** Each option in turn replaced by another. */
export const alterOptions = (
  script: Script,
  alter: (option: Option, rule: RuleLine) => readonly Option[],
): readonly Script[] =>
  alterParts(script, (part, rule) =>
    part.flatMap((option, i) => alter(option, rule).map((other) => [part.toSpliced(i, 1, other)])),
  );

/** Whether a part is one of these options of the core: `-s`, `-j`. */
export const isPart = (part: Part, ...names: readonly string[]): boolean => names.includes(part[0]!.name);

/** The name after `-j`; null for a rule without one. */
export const targetOf = ({ parts }: RuleLine): string | null =>
  parts.find((p) => isPart(p, '-j'))?.[0]?.values[0] ?? null;

/** `-j NAME`. */
export const jump = (name: string, ...options: readonly Option[]): Part => [
  { not: false, name: '-j', values: [name] },
  ...options,
];

/** Whether a rule lets in what belongs to connections that exist. */
export const isStateRule = ({ parts }: RuleLine): boolean =>
  parts.some((p) => p.some((o) => /^--(ct)?state$/.test(o.name) && /ESTABLISHED/.test(o.values[0] ?? '')));

/** Rules of one chain of one table, in the order of the script, with their places there. */
export const chainOf = (
  { lines }: Script,
  { table, chain }: RuleLine,
): readonly { readonly rule: RuleLine; readonly index: number }[] =>
  lines.flatMap((rule, index) =>
    rule.kind === 'rule' && rule.table === table && rule.chain === chain ? [{ rule, index }] : [],
  );
