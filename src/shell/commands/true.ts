import { printed } from './shared/result.ts';
import { defineCommand } from './shellCommand.ts';

export const trueCommand = defineCommand({
  name: 'true',
  usage: 'true',
  summary: 'Does nothing, and well: its status is 0.',
  isBuiltin: true,
  needs: [],
  run: () => printed(''),
});

export const colon = defineCommand({ ...trueCommand, name: ':', usage: ':', isBuiltin: true });
