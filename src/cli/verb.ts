import { readFileSync } from 'node:fs';
import type { BackendName } from '../netfilter/types.ts';

/** One verb of the command. */
export interface Verb {
  readonly summary: string;
  readonly help: string;
  /** Prints, and gives the exit status. `backend` is which iptables the hosts have. */
  run(args: readonly string[], backend: BackendName): number | Promise<number>;
}

/** A whole file, or standard input for `-`. Bytes that are no UTF-8 become replacement characters. */
export const readInput = (path: string): string => readFileSync(path === '-' ? 0 : path, 'utf8');

/** Takes `--backend NAME` out of the arguments; legacy where it is not given, null where the name is none. */
export const takeBackend = (
  args: readonly string[],
): { readonly args: readonly string[]; readonly backend: BackendName | null } => {
  const at = args.findIndex((a) => a === '--backend' || a.startsWith('--backend='));
  if (at < 0) return { args, backend: 'legacy' };
  const attached = args[at]!.includes('=');
  const name = attached ? args[at]!.slice('--backend='.length) : args[at + 1];
  return {
    args: args.toSpliced(at, attached ? 1 : 2),
    backend: name === 'legacy' || name === 'nft' ? name : null,
  };
};

/** Says on stderr what is wrong with the call, and gives status 2. */
export const misused = (message: string): number => {
  process.stderr.write(`four-tables: ${message}\n`);
  return 2;
};
