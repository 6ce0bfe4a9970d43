import { quotedWord } from '../language/quote.ts';
import { Report } from './shared/report.ts';
import { printed } from './shared/result.ts';
import { defineCommand } from './shellCommand.ts';

const signals: ReadonlyMap<string, string> = new Map(
  'EXIT HUP INT QUIT ILL TRAP ABRT BUS FPE KILL USR1 SEGV USR2 PIPE ALRM TERM'
    .split(' ')
    .map((name, i) => [String(i), name]),
);
const others = new Set(['ERR', 'CHLD', 'CONT', 'STOP', 'TSTP', 'WINCH']);

/** The name of a signal that a script writes; null if there is no such signal. */
const signalOf = (text: string): string | null => {
  const name = signals.get(text) ?? text.toUpperCase().replace(/^SIG/, '');
  return others.has(name) || [...signals.values()].includes(name) ? name : null;
};

/** Reference: bash 5.2, builtins/trap.def. */
export const trap = defineCommand({
  name: 'trap',
  usage: "trap 'COMMANDS' EXIT",
  summary: 'Says what runs when the shell ends (EXIT) or a command fails (ERR). No other signal comes here.',
  isBuiltin: true,
  needs: ['shell'],
  run({ shell, words, says }) {
    const given = words[0]?.text === '--' ? words.slice(1) : words;
    const [first, ...rest] = given;
    const { traps } = shell.state;
    if (!first || first.text === '-p')
      return printed(
        [...traps]
          .filter(([name]) => rest.length === 0 || rest.some((w) => signalOf(w.text) === name))
          .map(
            ([name, text]) =>
              `trap -- ${quotedWord(text, true)} ${/^(EXIT|ERR)$/.test(name) ? name : `SIG${name}`}\n`,
          )
          .join(''),
      );
    if (first.text === '-l')
      return shell.refuse({ ...first, what: 'trap -l', hint: 'There are EXIT and ERR.' });
    const resets = first.text === '-' || (rest.length === 0 && signalOf(first.text) !== null);
    const next = new Map(traps);
    const report = new Report();
    for (const word of first.text === '-' || !resets ? rest : given) {
      const name = signalOf(word.text);
      if (name === null) {
        if (/^(SIG)?(DEBUG|RETURN)$/i.test(word.text))
          return shell.refuse({ ...word, what: `trap … ${word.text}`, hint: 'There are EXIT and ERR.' });
        report.mistake(
          word,
          `${says}trap: ${word.text}: invalid signal specification`,
          'There are EXIT and ERR.',
        );
      } else if (resets) next.delete(name);
      else next.set(name, first.text);
    }
    shell.state = { ...shell.state, traps: next };
    return report.done();
  },
});
