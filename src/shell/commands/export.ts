import { byLetters } from '../files.ts';
import { Report } from './shared/report.ts';
import { printed } from './shared/result.ts';
import { defineCommand } from './shellCommand.ts';

const name = /^[A-Za-z_]\w*$/;

/** Reference: bash 5.2, builtins/setattr.def. */
export const exportVariable = defineCommand({
  name: 'export',
  usage: 'export NAME[=VALUE]…',
  summary: 'Sets variables and hands them to programs.',
  isBuiltin: true,
  needs: ['shell'],
  run({ shell, words, says }) {
    if (words.length === 0 || words[0]!.text === '-p') {
      const { exported, variables } = shell.state;
      return printed(
        [...new Set(exported)]
          .filter((n) => Object.hasOwn(variables, n))
          .sort(byLetters)
          .map((n) => `declare -x ${n}="${variables[n]!.replace(/[\\"$`]/g, '\\$&')}"\n`)
          .join(''),
      );
    }
    const report = new Report();
    for (const word of words) {
      if (/^-./.test(word.text)) {
        const message = `${says}export: ${word.text} is not simulated here`;
        report.mistake(word, message, 'Write export NAME=VALUE.', 2);
        break;
      }
      const equals = word.text.indexOf('=');
      const key = equals < 0 ? word.text : word.text.slice(0, equals);
      if (!name.test(key)) {
        const message = `${says}export: \`${word.text}': not a valid identifier`;
        report.mistake(word, message, 'A name has letters, digits and _.');
        continue;
      }
      if (key === 'IFS') {
        const message = `${says}export: IFS is not simulated here`;
        report.mistake(word, message, 'Words are split at blanks here.', 2);
        break;
      }
      if (equals >= 0) shell.assign(key, word.text.slice(equals + 1));
      shell.state = { ...shell.state, exported: [...new Set([...shell.state.exported, key])] };
    }
    return report.done();
  },
});
