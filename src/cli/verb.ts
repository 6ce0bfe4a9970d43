import { readFileSync } from 'node:fs';

/** One verb of the command. */
export interface Verb {
  readonly summary: string;
  readonly help: string;
  /** Prints, and gives the exit status. */
  run(args: readonly string[]): number;
}

/** A whole file, or standard input for `-`. Bytes that are no UTF-8 become replacement characters. */
export const readInput = (path: string): string => readFileSync(path === '-' ? 0 : path, 'utf8');

/** Says on stderr what is wrong with the call, and gives status 2. */
export const misused = (message: string): number => {
  process.stderr.write(`four-tables: ${message}\n`);
  return 2;
};
