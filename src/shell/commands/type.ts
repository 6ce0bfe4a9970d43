import { Report } from './shared/report.ts';
import { commandOn, defineCommand } from './shellCommand.ts';

const keywords = 'if then elif else fi for in do done while until { } !'.split(' ');

/** Reference: bash 5.2, builtins/type.def. */
export const type = defineCommand({
  name: 'type',
  usage: 'type NAME…',
  summary: 'Says what a command is.',
  foundIn: ['shell'],
  needs: ['shell'],
  run({ shell, words, host, says }) {
    const report = new Report();
    const { backend } = shell.world.hosts[host]!.filter;
    for (const word of words) {
      const name = word.text;
      if (/^-./.test(name)) {
        report.mistake(word, `${says}type: ${name} is not simulated here`, 'Write type NAME.', 2);
        break;
      }
      const command = commandOn(shell.commands, name, backend);
      const [first = '/usr/bin'] = command?.foundIn ?? [];
      if (keywords.includes(name)) report.print(`${name} is a shell keyword\n`);
      else if (!command) report.mistake(word, `${says}type: ${name}: not found`, 'help lists what there is.');
      else report.print(first === 'shell' ? `${name} is a shell builtin\n` : `${name} is ${first}/${name}\n`);
    }
    return report.done();
  },
});
