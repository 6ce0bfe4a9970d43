import { printed } from './shared/result.ts';
import { defineCommand } from './shellCommand.ts';

export const pwd = defineCommand({
  name: 'pwd',
  usage: 'pwd',
  summary: 'Prints the folder you are in.',
  isBuiltin: true,
  needs: ['files'],
  run: ({ cwd }) => printed(`${cwd}\n`),
});
