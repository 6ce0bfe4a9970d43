import { findExecutable } from '../fileSystem.ts';
import { Report } from './shared/report.ts';
import { defineCommand } from './shellCommand.ts';

const keywords = 'if then elif else fi for in do done while until { } !'.split(' ');

/** Reference: bash 5.2, builtins/type.def. */
export const type = defineCommand({
  name: 'type',
  usage: 'type NAME…',
  summary: 'Says what a command is.',
  isBuiltin: true,
  needs: ['shell'],
  run({ shell, words, says }) {
    const report = new Report();
    for (const word of words) {
      const name = word.text;
      if (/^-./.test(name)) {
        report.mistake(word, `${says}type: ${name} is not simulated here`, 'Write type NAME.', 2);
        break;
      }
      const file = name.includes('/')
        ? name
        : findExecutable(shell.fileSystem, name, shell.value('PATH') ?? '');
      if (keywords.includes(name)) report.print(`${name} is a shell keyword\n`);
      else if (!name.includes('/') && shell.commands.find(name)?.isBuiltin)
        report.print(`${name} is a shell builtin\n`);
      else if (file) report.print(`${name} is ${file}\n`);
      else report.mistake(word, `${says}type: ${name}: not found`, 'help lists what there is.');
    }
    return report.done();
  },
});
