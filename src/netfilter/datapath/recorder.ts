import type { Environment, HostAnswer, HostEnvironment } from '../environment.ts';

/**
 * A host as the matches of one walk ask it. Notes every answer, so that `reasons.ts` can look at the walk
 * again in the state that its rules met.
 */
export class Recorder implements Environment {
  /** Which match asks; the walk says so before it calls one that remembers. */
  rule = '';
  readonly hook: HostEnvironment['hook'];
  readonly now: number;
  /** Every answer, in order. */
  readonly answers: HostAnswer[] = [];
  readonly #host: HostEnvironment;

  constructor(host: HostEnvironment) {
    this.hook = host.hook;
    this.now = host.now;
    this.#host = host;
  }

  #noted<T extends HostAnswer>(answer: T): T {
    this.answers.push(answer);
    return answer;
  }

  random(): number {
    return this.#noted(this.#host.random());
  }

  addressType(...ask: Parameters<Environment['addressType']>): ReturnType<Environment['addressType']> {
    return this.#noted(this.#host.addressType(...ask));
  }

  tracked(...ask: Parameters<Environment['tracked']>): ReturnType<Environment['tracked']> {
    return this.#noted(this.#host.tracked(...ask));
  }

  labels(connection: number): readonly number[] {
    return this.#noted(this.#host.labels(connection));
  }

  reverseRoute(...ask: Parameters<Environment['reverseRoute']>): ReturnType<Environment['reverseRoute']> {
    return this.#noted(this.#host.reverseRoute(...ask));
  }

  hasRoute(...ask: Parameters<Environment['hasRoute']>): boolean {
    return this.#noted(this.#host.hasRoute(...ask));
  }

  socket(...ask: Parameters<Environment['socket']>): ReturnType<Environment['socket']> {
    return this.#noted(this.#host.socket(...ask));
  }

  hardwareAddress(device: string): string | null {
    return this.#noted(this.#host.hardwareAddress(device));
  }

  primaryAddress(device: string): ReturnType<Environment['primaryAddress']> {
    return this.#noted(this.#host.primaryAddress(device));
  }

  mtu(device: string): number {
    return this.#host.mtu(device);
  }

  recall(key: string): ReturnType<Environment['recall']> {
    return this.#noted(this.#host.recall(key));
  }

  remember(...write: Parameters<Environment['remember']>): void {
    this.#host.remember(...write);
  }

  label(connection: number, label: number): void {
    this.#host.label(connection, label);
  }
}
