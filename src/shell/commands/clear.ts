import { clearScreen } from '../safe.ts';
import { printed } from './shared/result.ts';
import { defineCommand } from './shellCommand.ts';

/** The terminal that shows it obeys `clearScreen`; no other text of a learner's reaches it as a command. */
export const clear = defineCommand({
  name: 'clear',
  usage: 'clear',
  summary: 'Empties the screen; Ctrl+L does too.',
  needs: [],
  run: () => printed(clearScreen),
});
