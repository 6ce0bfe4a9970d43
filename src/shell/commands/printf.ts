import { escapes } from './shared/escapes.ts';
import { Report } from './shared/report.ts';
import { refused } from './shared/result.ts';
import { defineCommand } from './shellCommand.ts';

/**
 * A number as printf reads its arguments: decimal, 0x…, 0…, or a letter after a quotation mark. Null where
 * it is none.
 */
const numberOf = (text: string): number | null => {
  if (text === '') return 0;
  if (/^['"]./.test(text)) return text.codePointAt(1)!;
  const trimmed = text.trim();
  if (/^[-+]?0[0-7]+$/.test(trimmed)) return Number.parseInt(trimmed, 8);
  return /^[-+]?(\d+|0[xX][0-9a-fA-F]+)$/.test(trimmed) ? Number(trimmed.replace(/^\+/, '')) * 1 : null;
};

/** Reference: bash 5.2, builtins/printf.def. */
export const printf = defineCommand({
  name: 'printf',
  usage: 'printf FORMAT [WORD…]',
  summary: 'Prints words in a form: %s a word, %d a number, %x in hexadecimal, \\n an end of line.',
  needs: [],
  isBuiltin: true,
  run({ words, says }) {
    const given = words[0]?.text === '--' ? words.slice(1) : words;
    const [format, ...rest] = given;
    if (!format)
      return refused({
        from: words.at(-1)?.to ?? 0,
        to: words.at(-1)?.to ?? 0,
        message: `printf: usage: printf [-v var] format [arguments]`,
        status: 2,
        hint: "Write a form: printf '%s\\n' word.",
      });
    if (/^-./.test(format.text))
      return refused({
        from: format.from,
        to: format.to,
        message: `${says}printf: ${format.text}: not simulated here`,
        status: 2,
        hint: 'printf takes a form and words.',
      });
    const report = new Report();
    let next = 0;
    let length = 0;
    do {
      const before = next;
      let stopped = false;
      for (const [piece, flags, width, precision, letter] of format.text.matchAll(
        /%([-+ 0#]*)(\d+)?(?:\.(\d+))?([^%\d\s]|%|$)|[^%]+|%/gs,
      )) {
        if (letter === undefined) {
          report.print(escapes(piece, 'format').text);
          length += piece.length;
          continue;
        }
        if (letter === '%') {
          report.print('%');
          continue;
        }
        const pad = (text: string) => {
          const size = Math.min(Number(width ?? 0), 10_000);
          return flags!.includes('-')
            ? text.padEnd(size)
            : text.padStart(size, flags!.includes('0') && /[dixXou]/.test(letter) ? '0' : ' ');
        };
        if (!'sbcdiuxXoq'.includes(letter) || letter === '' || letter === 'q') {
          const message =
            letter === ''
              ? `\`%': missing format character`
              : letter === 'q'
                ? '%q is not simulated here'
                : `\`${letter}': invalid format character`;
          report.mistake(
            format,
            `${says}printf: ${message}`,
            'There are %s, %b, %c, %d, %u, %x, %X, %o and %%.',
          );
          return report.done();
        }
        const word = rest[next++];
        const text = word?.text ?? '';
        if (letter === 's' || letter === 'b' || letter === 'c') {
          const found =
            letter === 'b'
              ? escapes(text, 'echo')
              : { text: letter === 'c' ? text.slice(0, 1) : text, stopped: false };
          ({ stopped } = found);
          report.print(pad(precision === undefined ? found.text : found.text.slice(0, Number(precision))));
          if (stopped) return report.done();
        } else {
          const number = numberOf(text);
          if (number === null)
            report.mistake(
              word!,
              `${says}printf: ${text}: invalid number`,
              `%${letter} prints whole numbers.`,
            );
          const value = number ?? Number(/^\s*[-+]?\d+/.exec(text)?.[0] ?? 0);
          const digits =
            letter === 'x'
              ? value.toString(16)
              : letter === 'X'
                ? value.toString(16).toUpperCase()
                : letter === 'o'
                  ? value.toString(8)
                  : String(value);
          report.print(
            pad(flags!.includes('+') && value >= 0 && /[di]/.test(letter) ? `+${digits}` : digits),
          );
        }
        length += text.length + Number(width ?? 0);
      }
      // A form without places for words is printed once.
      if (next === before) break;
    } while (next < rest.length && length < 1 << 21);
    return report.done();
  },
});
