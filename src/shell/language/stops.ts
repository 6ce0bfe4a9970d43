/** Ways out of a command that runs: thrown by the interpreter and caught by it. */

/** `exit`: leaves the shell it is in. */
export class Exit {
  readonly status: number;
  constructor(status: number) {
    this.status = status;
  }
}

/** `return`: leaves the function or the sourced file. */
export class Return {
  readonly status: number;
  constructor(status: number) {
    this.status = status;
  }
}

/** `break` and `continue`: leave or go on with the loop `levels` up. */
export class Leave {
  readonly kind: 'break' | 'continue';
  readonly levels: number;
  constructor(kind: 'break' | 'continue', levels: number) {
    this.kind = kind;
    this.levels = levels;
  }
}

/** A word that cannot be expanded: the commands of this line end, and the next line runs. */
export class Discard {
  readonly status = 1;
}

/** A host starts again: every shell on it ends. */
export class Rebooted {
  readonly host: string;
  constructor(host: string) {
    this.host = host;
  }
}

/** Everything ends: interrupted, refused, or past a bound. */
export class Stop {
  readonly status: number;
  constructor(status: number) {
    this.status = status;
  }
}
