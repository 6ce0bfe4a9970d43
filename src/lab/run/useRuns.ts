import { useEffect, useRef } from 'preact/hooks';
import type { LiveLab } from '../exercise/useLab.ts';
import type { RunEvent, RunRequest } from './runEvent.ts';

const runEvent: RunEvent = 'four-tables-run';

/** What a lab does with commands of the prose. */
interface Runs {
  readonly did: NonNullable<RunRequest['did']>;
  readonly run: (commands: string) => void;
  /** Takes back what `run` did; absent at a terminal. */
  readonly undo?: (commands: string) => void;
}

/** Runs what a button in the prose asks for. */
export const useRuns = ({ root }: LiveLab, runs: Runs) => {
  const now = useRef(runs);
  now.current = runs;
  useEffect(() => {
    const heard = ({ detail }: CustomEvent<RunRequest>) => {
      const { commands } = detail;
      const { did, run, undo } = now.current;
      detail.did = did;
      detail.undo = undo ? () => now.current.undo?.(commands) : null;
      run(commands);
    };
    root.ref.current!.addEventListener(runEvent, heard as EventListener);
  }, []);
};
