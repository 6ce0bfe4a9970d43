import { printed } from './shared/result.ts';
import { defineCommand } from './shellCommand.ts';

/** What runs in the background has ended here by the time its & was read. Reference: bash 5.2, builtins/wait.def. */
export const wait = defineCommand({
  name: 'wait',
  usage: 'wait [NUMBER…]',
  summary: 'Waits for programs in the background; its status is that of the last one named.',
  isBuiltin: true,
  needs: ['shell'],
  run({ shell, words }) {
    const last = words.filter((w) => !w.text.startsWith('-')).at(-1);
    return printed('', { status: last ? (shell.jobs.get(last.text.replace(/^%/, '100')) ?? 127) : 0 });
  },
});

export const jobs = defineCommand({
  name: 'jobs',
  usage: 'jobs',
  summary: 'Lists programs in the background. Here each has ended by then.',
  isBuiltin: true,
  needs: [],
  run: () => printed(''),
});
