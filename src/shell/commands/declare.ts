/** `declare` and its kin: variables with attributes. Reference: bash 5.2, builtins/declare.def and setattr.def. */
import type { Word } from '../../text/words.ts';
import { byLetters } from '../files.ts';
import { type Assigned, give, withVariable } from '../language/assign.ts';
import { doubleQuoted } from '../language/quote.ts';
import { elementOf, keysOf, type Value, type Variable } from '../language/variables.ts';
import { Report } from './shared/report.ts';
import { printed } from './shared/result.ts';
import { type Call, type CommandResult, defineCommand, type RunningShell } from './shellCommand.ts';

type Name = 'declare' | 'typeset' | 'local' | 'readonly' | 'export';

/** Options that are on (`-x`) and off (`+x`). */
interface Options {
  readonly on: ReadonlySet<string>;
  readonly off: ReadonlySet<string>;
}

/** A variable as `declare -p` prints it. */
const declaration = (name: string, variable: Variable): string => {
  const { value } = variable;
  const kind = typeof value === 'object' && value !== null ? (value.kind === 'indexed' ? 'a' : 'A') : '';
  const letters = `${kind}${variable.integer ? 'i' : ''}${variable.readonly ? 'r' : ''}${variable.exported ? 'x' : ''}`;
  return `declare -${letters === '' ? '-' : letters} ${name}${value === null ? '' : `=${shown(value)}`}\n`;
};

/** A value as it is written after `=`. */
export const shown = (value: Value): string => {
  if (typeof value === 'string') return doubleQuoted(value);
  const items = keysOf(value).map((key) => {
    const written = value.kind === 'keyed' && !/^\w+$/.test(key) ? doubleQuoted(key) : key;
    return `[${written}]=${doubleQuoted(elementOf(value, key)!)}`;
  });
  return `(${items.join(' ')}${value.kind === 'keyed' && items.length ? ' ' : ''})`;
};

/** All variables that a test keeps, as `declare -p` prints them. */
const listed = (shell: RunningShell, keeps: (variable: Variable) => boolean): CommandResult =>
  printed(
    [...shell.state.variables]
      .filter(([, variable]) => keeps(variable))
      .sort(([a], [b]) => byLetters(a, b))
      .map(([name, variable]) => declaration(name, variable))
      .join(''),
  );

/** What a word assigns; null where it is only a name, or none at all. */
const assignedBy = (word: Word & { readonly assigned?: Assigned }): Assigned | null => {
  if (word.assigned) return word.assigned;
  const found = /^([A-Za-z_]\w*)(?:\[(.*?)\])?(\+?)=(.*)$/s.exec(word.text);
  if (!found) return null;
  const [, name, key, append, value] = found;
  return {
    name: name!,
    key: key ?? null,
    append: append === '+',
    value: value!,
    from: word.from,
    to: word.to,
  };
};

const run =
  (name: Name) =>
  (call: Call<'shell'>): CommandResult => {
    const { shell, words, says, at } = call;
    const report = new Report();
    const on = new Set<string>(name === 'export' ? ['x'] : name === 'readonly' ? ['r'] : []);
    const off = new Set<string>();
    let first = 0;
    for (; /^[-+][a-zA-Z]/.test(words[first]?.text ?? ''); first++) {
      const word = words[first]!;
      for (const letter of word.text.slice(1)) {
        const takes = name === 'export' ? 'nfp' : name === 'readonly' ? 'aAp' : 'aAfFgiprx';
        if (!takes.includes(letter))
          return shell.refuse({
            ...word,
            what: `${name} ${word.text}`,
            hint: `Here ${name} takes -${[...takes].join(', -')}.`,
          });
        (word.text[0] === '-' ? on : off).add(letter);
      }
    }
    if (words[first]?.text === '--') first++;
    const rest = words.slice(first);
    if (name === 'local' && shell.state.frames.length === 0) {
      report.mistake(
        at,
        `${says}local: can only be used in a function`,
        'Outside of functions, write NAME=VALUE.',
      );
      return report.done();
    }
    if (on.has('f') || on.has('F')) return functions(call, on, rest, name);
    if (rest.length === 0)
      return listed(shell, (v) =>
        name === 'export'
          ? v.exported === true
          : name === 'readonly'
            ? v.readonly === true
            : [...on].every((o) => o === 'p' || has(v, o)),
      );
    for (const word of rest) declareOne(call, name, { on, off }, word, report);
    return report.done();
  };

const has = (variable: Variable, letter: string): boolean => {
  const { value } = variable;
  const kind = typeof value === 'object' && value !== null ? value.kind : null;
  switch (letter) {
    case 'x':
      return variable.exported === true;
    case 'r':
      return variable.readonly === true;
    case 'i':
      return variable.integer === true;
    case 'a':
      return kind === 'indexed';
    default:
      return kind === 'keyed';
  }
};

const declareOne = (
  { shell, says }: Call<'shell'>,
  name: Name,
  { on, off }: Options,
  word: Word,
  report: Report,
): void => {
  const given = assignedBy(word);
  const key = given?.name ?? word.text.replace(/\[.*\]$/s, '');
  if (!/^[A-Za-z_]\w*$/.test(key)) {
    report.mistake(
      word,
      `${says}${name}: \`${word.text}': not a valid identifier`,
      'A name has letters, digits and _.',
    );
    return;
  }
  const before = shell.state.variables.get(key);
  if (on.has('p') && !given) {
    if (before) report.print(declaration(key, before));
    else report.mistake(word, `${says}${name}: ${key}: not found`, 'There is no such variable.');
    return;
  }
  if (before?.readonly && (given || off.has('r'))) {
    report.mistake(
      word,
      `${says}${name}: ${key}: readonly variable`,
      'It was made readonly, and keeps its value.',
    );
    return;
  }
  const isLocal = name !== 'export' && name !== 'readonly' && !on.has('g');
  if (isLocal) hide(shell, key);
  const kind = on.has('A') ? 'keyed' : on.has('a') ? 'indexed' : null;
  const now = shell.state.variables.get(key) ?? { value: null };
  withVariable(shell, key, {
    ...now,
    ...(kind && (now.value === null || typeof now.value === 'string')
      ? {
          value:
            kind === 'keyed'
              ? { kind, items: new Map() }
              : now.value === null
                ? { kind, items: new Map() }
                : { kind, items: new Map([[0, now.value]]) },
        }
      : {}),
    ...flag('integer', 'i', on, off),
    ...flag('exported', 'x', on, name === 'export' && on.has('n') ? new Set(['x']) : off),
  });
  if (given) give(shell, given, kind);
  if (on.has('r')) withVariable(shell, key, { ...shell.state.variables.get(key)!, readonly: true });
};

const flag = (
  key: 'integer' | 'exported',
  letter: string,
  on: ReadonlySet<string>,
  off: ReadonlySet<string>,
) => (off.has(letter) ? { [key]: false } : on.has(letter) ? { [key]: true } : {});

/** In a function, the variable of this name is another one until it returns. */
const hide = (shell: RunningShell, name: string): void => {
  const { frames, variables } = shell.state;
  const frame = frames.at(-1);
  if (!frame || frame.hidden.has(name)) return;
  const hidden = new Map(frame.hidden).set(name, variables.get(name) ?? null);
  shell.state = { ...shell.state, frames: [...frames.slice(0, -1), { ...frame, hidden }] };
  withVariable(shell, name, null);
};

/** `declare -f NAME` and `-F`; functions cannot be handed to other shells. */
const functions = (
  { shell }: Call<'shell'>,
  on: ReadonlySet<string>,
  names: readonly Word[],
  name: Name,
): CommandResult => {
  if (name === 'export')
    return shell.refuse({
      ...(names[0] ?? { from: 0, to: 0 }),
      what: 'export -f',
      hint: 'Scripts do not get functions here.',
    });
  const known = [...shell.state.functions.values()];
  const found = names.length
    ? known.filter((f) => names.some((w) => w.text === f.name))
    : known.sort((a, b) => byLetters(a.name, b.name));
  const text = found.map((f) =>
    on.has('F') ? (names.length ? `${f.name}\n` : `declare -f ${f.name}\n`) : `${f.written}\n`,
  );
  return printed(text.join(''), { status: found.length < names.length ? 1 : 0 });
};

const define = (name: Name, usage: string, summary: string) =>
  defineCommand({ name, usage, summary, isBuiltin: true, needs: ['shell'], run: run(name) });

export const declare = define(
  'declare',
  'declare [-aAirxgpfF] [NAME[=VALUE]…]',
  'Sets variables and what they may hold: -a and -A arrays, -i numbers.',
);
export const typeset = define('typeset', 'typeset [-aAirxgpfF] [NAME[=VALUE]…]', 'The same as declare.');
export const local = define('local', 'local NAME[=VALUE]…', 'Sets variables that end with the function.');
export const readonly = define('readonly', 'readonly NAME[=VALUE]…', 'Sets variables that keep their value.');
export const exportVariable = define(
  'export',
  'export NAME[=VALUE]…',
  'Sets variables and hands them to programs.',
);
