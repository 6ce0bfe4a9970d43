import { printed } from './shared/result.ts';
import { defineCommand } from './shellCommand.ts';

/** Reference: bash 5.2, builtins/history.def. */
export const history = defineCommand({
  name: 'history',
  usage: 'history [COUNT]',
  summary: 'Lists the commands that were entered.',
  isBuiltin: true,
  needs: ['shell'],
  run({ shell, words: [word], says }) {
    const lines = shell.history;
    if (word && !/^\d+$/.test(word.text)) {
      const wrong = `${says}history: ${word.text}: `;
      const printedWhy = word.text.startsWith('-') ? 'not simulated here' : 'numeric argument required';
      return {
        output: [{ stream: 'stderr', text: `${wrong}${printedWhy}\n` }],
        status: 1,
        problems: [
          {
            from: word.from,
            to: word.to,
            message: wrong + printedWhy,
            status: 1,
            hint: 'Say how many: history 5.',
          },
        ],
      };
    }
    const first = word ? Math.max(0, lines.length - Number(word.text)) : 0;
    return printed(
      lines
        .slice(first)
        .map((line, i) => `${String(first + i + 1).padStart(5)}  ${line}\n`)
        .join(''),
    );
  },
});
