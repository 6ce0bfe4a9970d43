import { runScript } from '../shell/run.ts';
import type { PreparedLab } from './prepareLab.ts';
import { labLimits, runText } from './runLab.ts';

/** Whether every command of a text works in a lab as it is when a page opens: a page offers to run it there. */
export const canRun = (prepared: PreparedLab, text: string): boolean => {
  const { lab } = prepared;
  if (lab.language === 'save') return false;
  const runs = runScript(runText(prepared, lab.start).world, lab.host, text, labLimits);
  return runs.length > 0 && runs.every(({ status, problems }) => status === 0 && problems.length === 0);
};
