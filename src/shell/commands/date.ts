import { months } from './shared/calendar.ts';
import { gnuOptions } from './shared/options.ts';
import { printed, refused } from './shared/result.ts';
import { quoted } from './shared/textSources.ts';
import { defineCommand } from './shellCommand.ts';

const longMonths = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
];
const longDays = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'];
const two = (n: number): string => String(n).padStart(2, '0');

/** A letter after % in the words of a time; null for one that is not known here. */
const part = (letter: string, t: Date): string | null => {
  switch (letter) {
    case 'Y':
      return String(t.getUTCFullYear());
    case 'y':
      return two(t.getUTCFullYear() % 100);
    case 'm':
      return two(t.getUTCMonth() + 1);
    case 'd':
      return two(t.getUTCDate());
    case 'e':
      return String(t.getUTCDate()).padStart(2);
    case 'H':
      return two(t.getUTCHours());
    case 'I':
      return two(((t.getUTCHours() + 11) % 12) + 1);
    case 'M':
      return two(t.getUTCMinutes());
    case 'S':
      return two(t.getUTCSeconds());
    case 'N':
      return `${String(t.getUTCMilliseconds()).padStart(3, '0')}000000`;
    case 's':
      return String(Math.floor(t.getTime() / 1000));
    case 'p':
      return t.getUTCHours() < 12 ? 'AM' : 'PM';
    case 'F':
      return `${part('Y', t)}-${part('m', t)}-${part('d', t)}`;
    case 'T':
      return `${part('H', t)}:${part('M', t)}:${part('S', t)}`;
    case 'R':
      return `${part('H', t)}:${part('M', t)}`;
    case 'D':
      return `${part('m', t)}/${part('d', t)}/${part('y', t)}`;
    case 'a':
      return longDays[t.getUTCDay()]!.slice(0, 3);
    case 'A':
      return longDays[t.getUTCDay()]!;
    case 'b':
    case 'h':
      return months[t.getUTCMonth()]!;
    case 'B':
      return longMonths[t.getUTCMonth()]!;
    case 'u':
      return String(t.getUTCDay() || 7);
    case 'w':
      return String(t.getUTCDay());
    case 'j':
      return String(Math.floor((t.getTime() - Date.UTC(t.getUTCFullYear(), 0, 1)) / 86_400_000) + 1).padStart(
        3,
        '0',
      );
    case 'Z':
      return 'UTC';
    case 'z':
      return '+0000';
    case 'n':
      return '\n';
    case 't':
      return '\t';
    case '%':
      return '%';
    default:
      return null;
  }
};

/** The virtual clock's time, in UTC. Reference: GNU coreutils 9.1, src/date.c. */
export const date = defineCommand({
  name: 'date',
  usage: 'date [-u] [+FORM]',
  summary: 'Prints the time of the clock here, which goes on when packets and programs take time.',
  needs: ['world'],
  run({ words, world }) {
    const read = gnuOptions(
      'date',
      words,
      { utc: { names: ['-u', '--utc', '--universal'] } },
      'dfIrRs --date --file --iso-8601 --reference --rfc-email --rfc-3339 --set --debug --help --version --resolution',
    );
    if ('message' in read) return refused(read);
    const [form, more] = read.rest;
    if (form && !form.text.startsWith('+'))
      return refused({
        from: form.from,
        to: form.to,
        message: /^[a-z]/i.test(form.text)
          ? `date: invalid date ${quoted(form.text)}`
          : 'date: setting the clock is not simulated here',
        status: 1,
        hint: 'sleep lets time pass.',
      });
    if (more)
      return refused({
        from: more.from,
        to: more.to,
        message: `date: extra operand ${quoted(more.text)}\nTry 'date --help' for more information.`,
        status: 1,
        hint: 'A form with blanks belongs in quotes.',
      });
    const now = new Date(world.now);
    let unknown: string | null = null;
    const text = (form?.text.slice(1) ?? '%a %b %e %H:%M:%S %Z %Y').replace(/%(.)/gs, (_, letter: string) => {
      const said = part(letter, now);
      if (said === null) unknown ??= letter;
      return said ?? '';
    });
    if (unknown !== null)
      return refused({
        from: form!.from,
        to: form!.to,
        message: `date: %${unknown} is not simulated here`,
        status: 1,
        hint: 'There are %Y %m %d %H %M %S %s %F %T and others.',
      });
    return printed(`${text}\n`);
  },
});
