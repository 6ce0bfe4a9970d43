import { printed } from './shared/result.ts';
import { defineCommand } from './shellCommand.ts';

export const falseCommand = defineCommand({
  name: 'false',
  usage: 'false',
  summary: 'Does nothing, and badly: its status is 1.',
  isBuiltin: true,
  needs: [],
  run: () => printed('', { status: 1 }),
});
