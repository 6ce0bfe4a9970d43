import { kindOf } from './shared/kindOf.ts';
import { Report } from './shared/report.ts';
import { defineCommand } from './shellCommand.ts';

/** Reference: bash 5.2, builtins/type.def. */
export const type = defineCommand({
  name: 'type',
  usage: 'type [-t | -p | -P] NAME…',
  summary: 'Says what a command is.',
  isBuiltin: true,
  needs: ['shell'],
  run({ shell, words, says }) {
    const report = new Report();
    let mode: '' | 't' | 'p' | 'P' = '';
    for (const word of words) {
      const name = word.text;
      if (/^-./.test(name)) {
        if (!/^-[tpP]$/.test(name))
          return shell.refuse({ ...word, what: `type ${name}`, hint: 'Write type NAME, or type -t NAME.' });
        mode = name[1] as 't';
        continue;
      }
      const kind = kindOf(shell, name);
      if (!kind) {
        if (mode === '') report.mistake(word, `${says}type: ${name}: not found`, 'help lists what there is.');
        else report.status = 1;
      } else if (mode === 't') report.print(`${kind.kind}\n`);
      else if (mode === '') report.print(kind.sentence);
      else if (kind.path !== '') report.print(`${kind.path}\n`);
      else if (mode === 'P') report.status = 1;
    }
    return report.done();
  },
});
