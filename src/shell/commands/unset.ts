import { withVariable } from '../language/assign.ts';
import { withoutElement } from '../language/variables.ts';
import { Report } from './shared/report.ts';
import { defineCommand } from './shellCommand.ts';

/** Reference: bash 5.2, builtins/set.def. */
export const unset = defineCommand({
  name: 'unset',
  usage: 'unset [-v] [-f] NAME…',
  summary: 'Removes variables, elements of arrays, and functions.',
  isBuiltin: true,
  needs: ['shell'],
  run({ shell, words, says }) {
    const report = new Report();
    let only: 'variables' | 'functions' | null = null;
    for (const word of words) {
      if (word.text === '-v' || word.text === '-f') only = word.text === '-v' ? 'variables' : 'functions';
      else if (word.text.startsWith('-'))
        return shell.refuse({ ...word, what: `unset ${word.text}`, hint: 'Write unset NAME.' });
      else {
        const [, name = word.text, key] = /^([A-Za-z_]\w*)\[(.*)\]$/s.exec(word.text) ?? [];
        const variable = shell.state.variables.get(name);
        if (only !== 'functions' && variable?.readonly)
          report.mistake(
            word,
            `${says}unset: ${name}: cannot unset: readonly variable`,
            `${name} was made readonly.`,
          );
        else if (only !== 'functions' && variable) {
          const { value } = variable;
          if (key === undefined || key === '@' || key === '*' || value === null)
            withVariable(shell, name, null);
          else {
            const isKeyed = typeof value === 'object' && value.kind === 'keyed';
            const index = isKeyed ? key.replace(/^(['"])(.*)\1$/s, '$2') : String(shell.evaluate(key));
            withVariable(shell, name, { ...variable, value: withoutElement(value, index) });
          }
        } else if (only !== 'variables' && shell.state.functions.has(word.text)) {
          const functions = new Map(shell.state.functions);
          functions.delete(word.text);
          shell.state = { ...shell.state, functions };
        }
      }
    }
    return report.done();
  },
});
