import { EngineError } from '../engine/client.ts';
import type { BuiltLab } from '../exercise/builtLab.ts';
import { textOf } from '../exercise/session.ts';
import type { LiveLab } from '../exercise/useLab.ts';
import { terminalAddress } from './handover.ts';

/** Opens the full terminal with a lab and its rules. Where they cannot be had, the lab says why. */
export const goToTerminal = async ({ lab, network }: BuiltLab, live: LiveLab): Promise<void> => {
  try {
    const world = await live.engine.ask('world', { text: textOf(live.session) });
    const from = { address: location.pathname, keeps: live.engine.name };
    location.assign(terminalAddress({ from, lab, network, world, files: {} }));
  } catch (error) {
    live.tell({ kind: 'no-answer', why: error instanceof EngineError ? error.why : 'failed' });
  }
};
