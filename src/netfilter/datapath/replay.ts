import type { Environment, HostAnswer, HostQuestion } from '../environment.ts';
import type { Visit } from '../trace.ts';

/**
 * The host as the matches of a walk met it: gives the answers of the walk again, in their order, and changes
 * nothing.
 */
export class Replay implements Environment {
  rule = '';
  readonly hook: Visit['hook'];
  readonly now: number;
  /** How many answers have been given again. */
  at: number;
  readonly #answers: readonly HostAnswer[];
  /** What the match in hand was told, by its question; null while it is tested. */
  readonly #told = new Map<string, HostAnswer>();
  #tested = false;

  constructor({ hook, now, answers }: Pick<Visit, 'hook' | 'now' | 'answers'>, at: number) {
    this.hook = hook;
    this.now = now;
    this.at = at;
    this.#answers = answers;
  }

  /** Another match comes to be tested. */
  begin(rule: string): void {
    this.rule = rule;
    this.#told.clear();
    this.#tested = false;
  }

  /** The match has been tested: whatever it asks now, it was told before. */
  tested(): void {
    this.#tested = true;
  }

  #answer(question: HostQuestion, ...ask: readonly unknown[]): HostAnswer {
    const key = JSON.stringify([question, ...ask]);
    if (this.#tested) {
      if (!this.#told.has(key)) throw new Error(`a match wants to say what it has not asked for: ${key}`);
      return this.#told.get(key)!;
    }
    if (this.at >= this.#answers.length) throw new Error(`the walk was never asked this: ${key}`);
    const answer = this.#answers[this.at++]!;
    if (!this.#told.has(key)) this.#told.set(key, answer);
    return answer;
  }

  random(): number {
    return this.#answer('random') as number;
  }

  addressType(...ask: Parameters<Environment['addressType']>): ReturnType<Environment['addressType']> {
    return this.#answer('addressType', ...ask) as ReturnType<Environment['addressType']>;
  }

  tracked(...ask: Parameters<Environment['tracked']>): ReturnType<Environment['tracked']> {
    return this.#answer('tracked', ...ask) as ReturnType<Environment['tracked']>;
  }

  labels(connection: number): readonly number[] {
    return this.#answer('labels', connection) as readonly number[];
  }

  reverseRoute(...ask: Parameters<Environment['reverseRoute']>): ReturnType<Environment['reverseRoute']> {
    return this.#answer('reverseRoute', ...ask) as ReturnType<Environment['reverseRoute']>;
  }

  hasRoute(...ask: Parameters<Environment['hasRoute']>): boolean {
    return this.#answer('hasRoute', ...ask) as boolean;
  }

  socket(...ask: Parameters<Environment['socket']>): ReturnType<Environment['socket']> {
    return this.#answer('socket', ...ask) as ReturnType<Environment['socket']>;
  }

  hardwareAddress(device: string): string | null {
    return this.#answer('hardwareAddress', device) as string | null;
  }

  primaryAddress(device: string): ReturnType<Environment['primaryAddress']> {
    return this.#answer('primaryAddress', device) as ReturnType<Environment['primaryAddress']>;
  }

  recall(key: string): ReturnType<Environment['recall']> {
    return this.#answer('recall', key) as ReturnType<Environment['recall']>;
  }

  mtu(): number {
    throw new Error('matches do not look at the MTU of a device');
  }

  remember(): void {}

  label(): void {}
}
