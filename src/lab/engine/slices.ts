/** What drives slices: a clock in milliseconds, and a way to go on later. */
export interface Turns {
  now(): number;
  later(go: () => void): void;
}

const milliseconds = 12;

/** Short turns of work: between two of them keys are heard. */
export class Slices {
  readonly #turns: Turns;
  #until = 0;

  constructor(turns: Turns) {
    this.#turns = turns;
  }

  /** A new slice begins. */
  begin(): void {
    this.#until = this.#turns.now() + milliseconds;
  }

  get isOver(): boolean {
    return this.#turns.now() >= this.#until;
  }

  /** Goes on in the next slice. */
  later(go: () => void): void {
    this.#turns.later(() => {
      this.begin();
      go();
    });
  }
}
