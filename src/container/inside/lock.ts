/** Lock files between processes. */
import { closeSync, openSync, readFileSync, statSync, unlinkSync, writeSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';

/** A lock file whose owner left no number, or a breaker's, is old after this many milliseconds. */
const oldAge = 10_000;
const held = new Set<string>();

/**
 * Takes the lock `file`, and looks again every few milliseconds while another process has it. False after `seconds`;
 * 0 waits for ever.
 */
export const lock = async (file: string, seconds: number): Promise<boolean> => {
  const end = seconds === 0 ? Number.POSITIVE_INFINITY : Date.now() + seconds * 1000;
  while (!take(file)) {
    if (!breakStale(file)) {
      if (Date.now() >= end) return false;
      await sleep(5 + Math.random() * 15);
    }
  }
  held.add(file);
  return true;
};

/** Gives a lock back. */
export const unlock = (file: string): void => {
  if (held.delete(file)) unlinkSync(file);
};

const take = (file: string): boolean => {
  let handle: number;
  try {
    handle = openSync(file, 'wx');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
  writeSync(handle, String(process.pid));
  closeSync(handle);
  return true;
};

/**
 * Removes a lock whose owner is gone. Only one process at a time may, so that none removes the lock that
 * came after it.
 */
const breakStale = (file: string): boolean => {
  if (!isStale(file)) return false;
  const breaker = `${file}.breaker`;
  if (!take(breaker)) {
    if (age(breaker) > oldAge) remove(breaker);
    return false;
  }
  try {
    return isStale(file) && remove(file);
  } finally {
    remove(breaker);
  }
};

const isStale = (file: string): boolean => {
  let owner: string;
  try {
    owner = readFileSync(file, 'utf8');
  } catch {
    return false;
  }
  if (!/^\d+$/.test(owner)) return age(file) > oldAge;
  try {
    process.kill(Number(owner), 0);
    return false;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'ESRCH';
  }
};

const age = (file: string): number => {
  try {
    return Date.now() - statSync(file).mtimeMs;
  } catch {
    return 0;
  }
};

const remove = (file: string): boolean => {
  try {
    unlinkSync(file);
    return true;
  } catch {
    return false;
  }
};

// A command that is stopped leaves no lock behind; one that is killed leaves a stale one.
for (const [signal, number] of [
  ['SIGINT', 2],
  ['SIGTERM', 15],
  ['SIGHUP', 1],
] as const)
  process.on(signal, () => process.exit(128 + number));
process.on('exit', () => {
  for (const file of held) remove(file);
});
