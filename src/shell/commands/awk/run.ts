/** A program of awk as it runs: its variables, arrays and the line it is at are one object's. */
import { search } from '../../regex/match.ts';
import type { Regex } from '../../regex/regex.ts';
import { linesOf } from '../shared/textSources.ts';
import { patternOf } from './parse.ts';
import { replaced } from './replaced.ts';
import { splitBy, splitFields } from './split.ts';
import { type Expression, Refusal, type Rule, type Statement, type Target } from './syntax.ts';
import { calculated, compared, formatted, holds, numberOf, textOf, type Value } from './values.ts';

/** How many statements and expressions a program may carry out. */
const mostSteps = 2_000_000;
/** The longest text, and the most that is printed. */
const mostText = 1 << 20;
const mostFields = 100_000;

/** Thrown by `next`, `exit`, `break` and `continue`. */
class Leave {
  readonly kind: 'next' | 'exit' | 'break' | 'continue';
  constructor(kind: Leave['kind']) {
    this.kind = kind;
  }
}

/** A text that a program reads. */
export interface Source {
  readonly name: string;
  readonly text: string;
}

/** Carries out a program on texts. Reference: POSIX.1-2017, awk; mawk 1.3.4. */
export class Awk {
  readonly #rules: readonly Rule[];
  readonly #print: (text: string, toStderr: boolean) => void;
  readonly #variables = new Map<string, Value>([
    ['FS', ' '],
    ['OFS', ' '],
    ['ORS', '\n'],
    ['SUBSEP', '\x1c'],
    ['NR', 0],
    ['FNR', 0],
    ['RSTART', 0],
    ['RLENGTH', -1],
  ]);
  readonly #arrays = new Map<string, Map<string, Value>>();
  readonly #patterns = new Map<string, Regex>();
  readonly #inRange = new Set<Rule>();
  #line = '';
  #fields: string[] | null = [];
  #steps = 0;
  #printed = 0;
  #status = 0;

  constructor(rules: readonly Rule[], print: (text: string, toStderr: boolean) => void) {
    this.#rules = rules;
    this.#print = print;
  }

  assign(name: string, text: string): void {
    this.#variables.set(name, { read: text });
  }

  /** Whether the program reads lines at all. */
  get readsLines(): boolean {
    return this.#rules.some((rule) => rule.when.kind !== 'begin');
  }

  /** Gives the status. */
  run(sources: () => readonly Source[]): number {
    try {
      this.#each('begin');
      if (this.readsLines) for (const source of sources()) this.#read(source);
    } catch (thrown) {
      if (!(thrown instanceof Leave)) throw thrown;
    }
    try {
      this.#each('end');
    } catch (thrown) {
      if (!(thrown instanceof Leave)) throw thrown;
    }
    return this.#status;
  }

  #each(kind: 'begin' | 'end'): void {
    for (const rule of this.#rules) if (rule.when.kind === kind) this.#do(rule.does);
  }

  #read({ name, text }: Source): void {
    this.#variables.set('FILENAME', name);
    this.#variables.set('FNR', 0);
    for (const line of linesOf(text)) {
      this.#variables.set('NR', numberOf(this.#value('NR')) + 1);
      this.#variables.set('FNR', numberOf(this.#value('FNR')) + 1);
      this.#line = line.replace(/\n$/, '');
      this.#fields = null;
      try {
        for (const rule of this.#rules) if (this.#chooses(rule)) this.#do(rule.does);
      } catch (thrown) {
        if (!(thrown instanceof Leave) || thrown.kind !== 'next') throw thrown;
      }
    }
  }

  #chooses(rule: Rule): boolean {
    const { when } = rule;
    switch (when.kind) {
      case 'begin':
      case 'end':
        return false;
      case 'always':
        return true;
      case 'pattern':
        return this.#holds(when.test);
      case 'range': {
        if (!this.#inRange.has(rule) && !this.#holds(when.from)) return false;
        if (this.#holds(when.to)) this.#inRange.delete(rule);
        else this.#inRange.add(rule);
        return true;
      }
    }
  }

  #step(): void {
    if (++this.#steps > mostSteps) throw new Refusal('awk: stopped: a loop has no end, or a very far one');
  }

  #bounded(text: string): string {
    if (text.length > mostText) throw new Refusal('awk: a text this long is not simulated here');
    return text;
  }

  #say(text: string, toStderr: boolean): void {
    this.#printed += text.length;
    if (this.#printed > mostText) throw new Refusal(`awk: stopped after ${mostText} characters of output`);
    this.#print(text, toStderr);
  }

  #do(statement: Statement): void {
    this.#step();
    switch (statement.kind) {
      case 'print': {
        const { given, toStderr } = statement;
        const texts = given.length ? given.map((e) => textOf(this.#of(e))) : [this.#line];
        this.#say(texts.join(textOf(this.#value('OFS'))) + textOf(this.#value('ORS')), toStderr);
        return;
      }
      case 'printf':
        this.#say(this.#formatted('printf', statement.given), statement.toStderr);
        return;
      case 'expression':
        this.#of(statement.of);
        return;
      case 'block':
        for (const each of statement.of) this.#do(each);
        return;
      case 'if':
        if (this.#holds(statement.test)) this.#do(statement.then);
        else if (statement.otherwise) this.#do(statement.otherwise);
        return;
      case 'while':
        if (statement.bodyFirst && !this.#turn(statement.body)) return;
        while (this.#holds(statement.test)) if (!this.#turn(statement.body)) return;
        return;
      case 'for':
        if (statement.start) this.#do(statement.start);
        while (statement.test === null || this.#holds(statement.test)) {
          if (!this.#turn(statement.body)) return;
          if (statement.step) this.#do(statement.step);
        }
        return;
      case 'each':
        for (const key of [...this.#array(statement.array).keys()]) {
          this.#variables.set(statement.name, { read: key });
          if (!this.#turn(statement.body)) return;
        }
        return;
      case 'delete':
        if (statement.keys) this.#array(statement.array).delete(this.#key(statement.keys));
        else this.#array(statement.array).clear();
        return;
      case 'next':
      case 'break':
      case 'continue':
        throw new Leave(statement.kind);
      case 'exit':
        if (statement.status) this.#status = numberOf(this.#of(statement.status)) & 255;
        throw new Leave('exit');
    }
  }

  /** One turn of a loop; false where `break` ends it. */
  #turn(body: Statement): boolean {
    this.#step();
    try {
      this.#do(body);
    } catch (thrown) {
      if (!(thrown instanceof Leave) || thrown.kind === 'next' || thrown.kind === 'exit') throw thrown;
      return thrown.kind === 'continue';
    }
    return true;
  }

  #holds(test: Expression): boolean {
    return holds(this.#of(test));
  }

  #array(name: string): Map<string, Value> {
    const array = this.#arrays.get(name) ?? new Map<string, Value>();
    this.#arrays.set(name, array);
    return array;
  }

  #key(keys: readonly Expression[]): string {
    return keys.map((key) => textOf(this.#of(key))).join(textOf(this.#value('SUBSEP')));
  }

  #value(name: string): Value {
    if (name === 'NF') return this.#split().length;
    return this.#variables.get(name) ?? { read: '' };
  }

  /** The fields of the line. */
  #split(): string[] {
    this.#fields ??= this.#parts(this.#line);
    return this.#fields;
  }

  #parts(text: string, separator = textOf(this.#value('FS'))): string[] {
    return splitFields(text, separator, (pattern) => this.#pattern(pattern));
  }

  #pattern(text: string): Regex {
    const regex = this.#patterns.get(text) ?? patternOf(text);
    this.#patterns.set(text, regex);
    return regex;
  }

  /** An expression where a pattern is meant: what is between slashes, or a text that is read as one. */
  #regex(expression: Expression): Regex {
    return expression.kind === 'regex' ? expression.regex : this.#pattern(textOf(this.#of(expression)));
  }

  #put(target: Target, value: Value): Value {
    switch (target.kind) {
      case 'variable':
        if (target.name === 'NF') this.#setCount(numberOf(value));
        else this.#variables.set(target.name, value);
        return value;
      case 'item':
        this.#array(target.array).set(this.#key(target.keys), value);
        return value;
      case 'field': {
        const index = Math.trunc(numberOf(this.#of(target.of)));
        if (index < 0 || index > mostFields) throw new Refusal(`awk: there is no field $${index}`);
        if (index === 0) {
          this.#line = textOf(value);
          this.#fields = null;
          return value;
        }
        const fields = this.#split();
        while (fields.length < index) fields.push('');
        fields[index - 1] = textOf(value);
        this.#line = this.#bounded(fields.join(textOf(this.#value('OFS'))));
        return value;
      }
    }
  }

  #setCount(count: number): void {
    if (count < 0 || count > mostFields) throw new Refusal(`awk: NF cannot be ${count}`);
    const fields = this.#split();
    while (fields.length < count) fields.push('');
    fields.length = count;
    this.#line = this.#bounded(fields.join(textOf(this.#value('OFS'))));
  }

  #of(e: Expression): Value {
    this.#step();
    switch (e.kind) {
      case 'number':
      case 'string':
        return e.value;
      case 'regex':
        return Number(search(e.regex, this.#line) !== null);
      case 'variable':
        return this.#value(e.name);
      case 'field': {
        const index = Math.trunc(numberOf(this.#of(e.of)));
        if (index < 0) throw new Refusal(`awk: there is no field $${index}`);
        return { read: index === 0 ? this.#line : (this.#split()[index - 1] ?? '') };
      }
      case 'item': {
        const array = this.#array(e.array);
        const key = this.#key(e.keys);
        if (!array.has(key)) array.set(key, { read: '' });
        return array.get(key)!;
      }
      case 'list':
        return e.of.map((each) => this.#of(each)).at(-1) ?? '';
      case 'assign': {
        const value = this.#of(e.value);
        return this.#put(
          e.target,
          e.operator === '' ? value : calculated(e.operator, numberOf(this.#of(e.target)), numberOf(value)),
        );
      }
      case 'step': {
        const before = numberOf(this.#of(e.target));
        this.#put(e.target, before + e.by);
        return e.first ? before + e.by : before;
      }
      case 'unary': {
        if (e.operator === '!') return Number(!this.#holds(e.of));
        const value = numberOf(this.#of(e.of));
        return e.operator === '-' ? -value : value;
      }
      case 'in':
        return Number(this.#array(e.array).has(this.#key(e.keys)));
      case 'choice':
        return this.#of(this.#holds(e.test) ? e.yes : e.no);
      case 'binary':
        return this.#binary(e);
      case 'call':
        return this.#call(e.name, e.given);
    }
  }

  #binary({ operator, left, right }: Extract<Expression, { kind: 'binary' }>): Value {
    switch (operator) {
      case '&&':
        return Number(this.#holds(left) && this.#holds(right));
      case '||':
        return Number(this.#holds(left) || this.#holds(right));
      case '~':
      case '!~':
        return Number((search(this.#regex(right), textOf(this.#of(left))) !== null) === (operator === '~'));
    }
    const [a, b] = [this.#of(left), this.#of(right)];
    const order = (): number => compared(a, b);
    switch (operator) {
      case ' ':
        return this.#bounded(textOf(a) + textOf(b));
      case '<':
        return Number(order() < 0);
      case '<=':
        return Number(order() <= 0);
      case '==':
        return Number(order() === 0);
      case '!=':
        return Number(order() !== 0);
      case '>':
        return Number(order() > 0);
      case '>=':
        return Number(order() >= 0);
    }
    return calculated(operator, numberOf(a), numberOf(b));
  }

  #formatted(name: string, given: readonly Expression[]): string {
    const [form, ...values] = given.map((e) => this.#of(e));
    const text = formatted(textOf(form ?? ''), values);
    if (text === null) {
      const written = JSON.stringify(textOf(form ?? ''));
      const where = `FILENAME="${textOf(this.#value('FILENAME'))}" FNR=${textOf(this.#value('FNR'))} NR=${textOf(this.#value('NR'))}`;
      throw new Refusal(
        `awk: run time error: not enough arguments passed to ${name}(${written})\n\t${where}`,
      );
    }
    return this.#bounded(text);
  }

  #call(name: string, given: readonly Expression[]): Value {
    const text = (i: number): string => textOf(this.#of(given[i]!));
    const number = (i: number): number => numberOf(this.#of(given[i]!));
    switch (name) {
      case 'length': {
        const [of] = given;
        if (of?.kind === 'variable' && this.#arrays.has(of.name)) return this.#array(of.name).size;
        return of ? text(0).length : this.#line.length;
      }
      case 'substr': {
        const whole = text(0);
        const from = Math.round(number(1));
        const to = given[2] ? from + Math.round(number(2)) : Infinity;
        return whole.slice(Math.max(0, from - 1), Math.max(0, to - 1));
      }
      case 'index':
        return text(0).indexOf(text(1)) + 1;
      case 'split': {
        const [, to] = given;
        if (to?.kind !== 'variable') throw new Refusal('awk: split takes the name of an array');
        const [, , separator] = given;
        const parts =
          separator?.kind === 'regex'
            ? splitBy(separator.regex, text(0))
            : this.#parts(text(0), separator && textOf(this.#of(separator)));
        this.#arrays.set(to.name, new Map(parts.map((part, i) => [String(i + 1), { read: part }])));
        return parts.length;
      }
      case 'sub':
      case 'gsub':
        return this.#replace(name === 'gsub', given);
      case 'match': {
        const whole = text(0);
        const found = search(this.#regex(given[1]!), whole);
        this.#variables.set('RSTART', found ? found.from + 1 : 0);
        this.#variables.set('RLENGTH', found ? found.to - found.from : -1);
        return found ? found.from + 1 : 0;
      }
      case 'tolower':
        return text(0).toLowerCase();
      case 'toupper':
        return text(0).toUpperCase();
      case 'int':
        return Math.trunc(number(0));
      default:
        return this.#formatted('sprintf', given);
    }
  }

  /** `sub` and `gsub`: how many were replaced. */
  #replace(all: boolean, given: readonly Expression[]): number {
    const regex = this.#regex(given[0]!);
    const replacement = textOf(this.#of(given[1]!));
    const target: Expression = given[2] ?? { kind: 'field', of: { kind: 'number', value: 0 } };
    const text = textOf(this.#of(target));
    const made = replaced(regex, replacement, text, all, (text) => this.#bounded(text));
    if (made.count > 0 && (target.kind === 'variable' || target.kind === 'field' || target.kind === 'item'))
      this.#put(target, made.text);
    return made.count;
  }
}
