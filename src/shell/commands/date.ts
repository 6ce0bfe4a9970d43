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

const units: ReadonlyMap<string, number> = new Map([
  ['second', 1],
  ['sec', 1],
  ['minute', 60],
  ['min', 60],
  ['hour', 3600],
  ['day', 86_400],
  ['week', 604_800],
]);

/** The time (ms) that a text means; null for one that is not read here. */
const timeOf = (text: string, now: number): number | null => {
  const trimmed = text.trim().toLowerCase();
  const epoch = /^@(-?\d{1,12})$/.exec(trimmed);
  if (epoch) return Number(epoch[1]) * 1000;
  const day = /^(\d{4})-(\d\d)-(\d\d)(?:[ t](\d\d):(\d\d)(?::(\d\d))?)?(?: ?utc| ?z)?$/.exec(trimmed);
  if (day) {
    const [year, month, date, hour = 0, minute = 0, second = 0] = day.slice(1).map((n) => Number(n ?? 0));
    return Date.UTC(year!, month! - 1, date, hour, minute, second);
  }
  const fixed = new Map([
    ['now', 0],
    ['today', 0],
    ['yesterday', -1],
    ['tomorrow', 1],
  ]).get(trimmed);
  if (fixed !== undefined) return now + fixed * 86_400_000;
  const relative = /^([-+]?\d{1,9}) ?([a-z]+?)s?( ago)?$/.exec(trimmed);
  const unit = relative && units.get(relative[2]!);
  return relative && unit ? now + Number(relative[1]) * unit * 1000 * (relative[3] ? -1 : 1) : null;
};

/** The virtual clock's time, in UTC. Reference: GNU coreutils 9.1, src/date.c. */
export const date = defineCommand({
  name: 'date',
  usage: 'date [-u] [-d TIME] [-I] [-R] [+FORM]',
  summary: 'Prints the time of the clock here, which goes on when packets and programs take time.',
  needs: ['world'],
  run({ words, world }) {
    const read = gnuOptions(
      'date',
      words,
      {
        utc: { names: ['-u', '--utc', '--universal'] },
        date: { names: ['-d', '--date'], takes: 'required' },
        iso: { names: ['-I', '--iso-8601'] },
        mail: { names: ['-R', '--rfc-email'] },
      },
      'frs --file --reference --rfc-3339 --set --debug --help --version --resolution',
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
    const asked = read.of['date'];
    const time = asked ? timeOf(asked.text, world.now) : world.now;
    if (time === null || Math.abs(time) > 253_402_300_799_000)
      return refused({
        from: asked!.from,
        to: asked!.to,
        message: `date: the time ${quoted(asked!.text)} is not simulated here`,
        status: 1,
        hint: 'There are @SECONDS, 2023-11-14 10:00, yesterday, and 2 hours ago.',
      });
    const now = new Date(time);
    const usual = read.of['iso'] ? '%F' : read.of['mail'] ? '%a, %d %b %Y %T %z' : '%a %b %e %H:%M:%S %Z %Y';
    let unknown: string | null = null;
    const text = (form?.text.slice(1) ?? usual).replace(/%(.)/gs, (_, letter: string) => {
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
