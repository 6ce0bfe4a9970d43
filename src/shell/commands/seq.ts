import { missingOperand, printed, refused } from './shared/result.ts';
import { quoted } from './shared/textSources.ts';
import { defineCommand } from './shellCommand.ts';

/** More numbers than this it does not print. */
const most = 100_000;

/** Whole numbers only. Reference: GNU coreutils 9.1, src/seq.c. */
export const seq = defineCommand({
  name: 'seq',
  usage: 'seq [-w] [-s SEPARATOR] [FIRST [STEP]] LAST',
  summary: 'Counts: seq 3 prints 1, 2 and 3.',
  needs: [],
  run({ words }) {
    let at = 0;
    let separator = '\n';
    let wide = false;
    for (; at < words.length && /^-[^\d]/.test(words[at]!.text); at++) {
      const { text, from, to } = words[at]!;
      if (text === '-w') wide = true;
      else if (text === '-s' && words[at + 1]) separator = words[++at]!.text;
      else if (/^-s./.test(text)) separator = text.slice(2);
      else
        return refused({
          from,
          to,
          message: /^(-f|--)/.test(text)
            ? `seq: ${text} is not simulated here`
            : `seq: invalid option -- '${text[1]}'\nTry 'seq --help' for more information.`,
          status: 1,
          hint: 'seq takes -w and -s.',
        });
    }
    const given = words.slice(at);
    if (given.length === 0) return missingOperand('seq', words, 'Say how far to count: seq 3.');
    if (given[3])
      return refused({
        from: given[3].from,
        to: given[3].to,
        message: `seq: extra operand ${quoted(given[3].text)}\nTry 'seq --help' for more information.`,
        status: 1,
        hint: 'seq takes three numbers at most.',
      });
    for (const { text, from, to } of given)
      if (!/^[-+]?\d{1,15}$/.test(text))
        return refused({
          from,
          to,
          message: /^[-+]?\d*\.?\d+$/.test(text)
            ? `seq: ${text} is not simulated here`
            : `seq: invalid floating point argument: ${quoted(text)}\nTry 'seq --help' for more information.`,
          status: 1,
          hint: 'Here seq counts whole numbers.',
        });
    const numbers = given.map((w) => Number(w.text));
    const last = numbers.at(-1)!;
    const first = numbers.length > 1 ? numbers[0]! : 1;
    const step = numbers.length > 2 ? numbers[1]! : 1;
    if (step === 0)
      return refused({
        from: given[1]!.from,
        to: given[1]!.to,
        message: `seq: invalid Zero increment value: ${quoted(given[1]!.text)}\nTry 'seq --help' for more information.`,
        status: 1,
        hint: 'A step of 0 never arrives.',
      });
    const count = Math.max(0, Math.floor((last - first) / step) + 1);
    if (count > most)
      return refused({
        from: given.at(-1)!.from,
        to: given.at(-1)!.to,
        message: `seq: more than ${most} numbers are not simulated here`,
        status: 1,
        hint: 'Count less far.',
      });
    const all = Array.from({ length: count }, (_, i) => String(first + i * step));
    const width = wide ? Math.max(...all.map((n) => n.length)) : 0;
    const padded = all.map((n) =>
      n.startsWith('-') ? `-${n.slice(1).padStart(width - 1, '0')}` : n.padStart(width, '0'),
    );
    return printed(count ? `${padded.join(separator)}\n` : '');
  },
});
