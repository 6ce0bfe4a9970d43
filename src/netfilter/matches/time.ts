import { firstBytes } from '../../text/bytes.ts';
import { type Parsed, parsed, refused } from '../../text/problem.ts';
import { defineMatch, type Value } from '../extension.ts';
import { listed } from '../print/sentence/words.ts';
import { readUlong } from '../values/uint.ts';
import { check } from './check.ts';

const days = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'];
const wholeDay = 86_399;
/** The last second that a signed number of 32 bits can say. */
const lastDate = 0x7fffffff;
const two = (n: number) => String(n).padStart(2, '0');

/** `13:45`, `13:45:30` as seconds. Reference: extensions/libxt_time.c, time_parse_minutes. */
const clock: Value<number> = {
  form: 'hh:mm[:ss]',
  parse(text) {
    // An empty part counts as 0.
    const parts = text.split(':');
    const numbers = parts.map((p, i) =>
      /^(\s*\+?\d+)?$/.test(p) && Number(p) <= (i === 0 ? 23 : 59) ? Number(p) : null,
    );
    const wrong = numbers.indexOf(null);
    if (parts.length < 2 || parts.length > 3 || wrong >= 0)
      return refused(
        `invalid time "${parts.slice(Math.max(wrong, 0)).join(':')}" specified, should be hh:mm[:ss] format and within the boundaries`,
        'Write hours and minutes: 08:30.',
      );
    return parsed(numbers[0]! * 3600 + numbers[1]! * 60 + (numbers[2] ?? 0));
  },
};
/** `2025`, `2025-06-01T08:30` as seconds since 1970. Reference: extensions/libxt_time.c, time_parse_date. */
const date: Value<number> = {
  form: 'YYYY[-MM[-DD[Thh[:mm[:ss]]]]]',
  parse(text) {
    const found =
      /^(\s*\+?\d+)(?:-(\s*\+?\d+|)(?:-(\s*\+?\d+|)(?:T(\s*\+?\d+|)(?::(\s*\+?\d+|)(?::(\s*\+?\d+|))?)?)?)?)?$/.exec(
        text,
      );
    const [year, month = 1, day = 1, hour = 0, minute = 0, second = 0] = (found?.slice(1) ?? []).map((n) =>
      n === undefined ? undefined : Number(n),
    );
    const real =
      year !== undefined &&
      year >= 1970 &&
      year <= 2038 &&
      month <= 12 &&
      day <= 31 &&
      hour <= 23 &&
      minute <= 59 &&
      second <= 59;
    return real
      ? parsed(Date.UTC(year, month - 1, day, hour, minute, second) / 1000)
      : refused(
          `Invalid date "${text}" specified. Should be YYYY[-MM[-DD[Thh[:mm[:ss]]]]]`,
          'Write a date such as 2025-06-01.',
        );
  },
};
const list = (
  form: string,
  all: number,
  one: (word: string) => number | null,
  bad: (word: string) => string,
  hint: string,
): Value<readonly number[]> => ({
  form,
  parse(text): Parsed<readonly number[]> {
    const found = new Set<number>();
    const words = text === '' ? [] : text.split(',');
    for (const [i, word] of words.entries()) {
      const number = readUlong(word);
      if (
        all === 7 &&
        ((number?.value === 0n && number.rest === '') || (word === '' && i < words.length - 1))
      )
        return refused(
          'No, the week does NOT begin with Sunday.',
          'Days of the week are 1 (Monday) to 7 (Sunday).',
        );
      const n = one(word);
      if (n === null) return refused(bad(word), hint);
      found.add(n);
    }
    return parsed(Array.from({ length: all + 1 }, (_, i) => i).filter((n) => found.has(n)));
  },
});
const noDay = { value: 0n, rest: '' };
const monthdays = list(
  'day,day…',
  31,
  (w) => {
    const n = w === '' ? noDay : readUlong(w.slice(0, 2));
    return n?.rest === '' && n.value <= 31n ? Number(n.value) : null;
  },
  (w) => `${firstBytes(w, 2)} is not a valid day for --monthdays`,
  'Days of a month are 1 to 31.',
);
const weekdays = list(
  'day,day…',
  7,
  (w) => {
    const n = w === '' ? noDay : readUlong(w.slice(0, 3));
    // A number that is no day is accepted, and means no day, or the day whose bit C shifts it to.
    if (n?.rest === '') return Number(n.value & 31n);
    const i = days.findIndex((d) => d.slice(0, 2) === w.slice(0, 2));
    return i < 0 ? null : i + 1;
  },
  (w) => `${firstBytes(w, 3)} is not a valid day specifier`,
  `Days are ${days.join(', ')}.`,
);
const turned = (
  given: { readonly value: readonly number[]; readonly inverted: boolean } | undefined,
  all: number,
): readonly number[] => {
  const every = Array.from({ length: all }, (_, i) => i + 1);
  if (!given) return every;
  const among = (n: number) => given.value.includes(n);
  // A day 0 matches nothing, but is kept: it makes the list differ from all days.
  return given.inverted ? [...(among(0) ? [0] : []), ...every.filter((n) => !among(n))] : given.value;
};

const narrowed = (list: readonly number[], all: number) => list.includes(0) || list.length < all;
const named = (weekdays: readonly number[], between = ',') =>
  weekdays
    .filter((n) => n > 0)
    .map((n) => days[n - 1])
    .join(between);

const sayClock = (s: number) => `${two(Math.floor(s / 3600))}:${two(Math.floor(s / 60) % 60)}:${two(s % 60)}`;
const sayDate = (s: number, between: string) =>
  new Date(s * 1000).toISOString().slice(0, 19).replace('T', between);
const ordinal = (n: number) =>
  `${n}${n % 10 === 1 ? 'st' : n % 10 === 2 ? 'nd' : n % 10 === 3 ? 'rd' : 'th'}`;

type Hours = { readonly start: number; readonly stop: number; readonly contiguous: boolean };

/** Whether a second of the day is between start and stop, which may be after midnight. */
const inHours = (d: Hours, clock: number): boolean =>
  d.start < d.stop ? clock >= d.start && clock <= d.stop : clock >= d.start || clock <= d.stop;

/** The second, the second of its day, and the day it belongs to. */
const momentOf = (d: Hours, now: number) => {
  const second = Math.floor(now / 1000);
  const clockNow = second % 86_400;
  const before = d.start >= d.stop && d.contiguous && clockNow < d.stop;
  return { second, clockNow, when: new Date((before ? second - 86_400 : second) * 1000) };
};

/** Matches when the packet comes. Reference: net/netfilter/xt_time.c, extensions/libxt_time.c */
export const time = defineMatch({
  name: 'time',
  summary: 'Matches the time of day, the day or the date at which the packet arrives.',
  options: {
    localtz: {
      names: ['--localtz'],
      takes: null,
      warns:
        'WARNING: --localtz is being replaced by --kerneltz, since "local" is ambiguous. Note the kernel timezone has caveats - see manpage for details.\n',
      excludes: ['utc'],
      help: 'The old word for --kerneltz.',
    },
    utc: {
      names: ['--utc'],
      takes: null,
      excludes: ['localtz', 'kerneltz'],
      help: 'Times are in UTC, which is the default.',
    },
    contiguous: {
      names: ['--contiguous'],
      takes: null,
      help: 'A time that ends after midnight belongs to the day it began on.',
    },
    datestart: {
      names: ['--datestart'],
      takes: date,
      help: 'Matches from this date on.',
      means: (v: number) => `From ${sayDate(v, ' ')} on.`,
    },
    datestop: {
      names: ['--datestop'],
      takes: date,
      help: 'Matches until this date.',
      means: (v: number) => `Until ${sayDate(v, ' ')}.`,
    },
    kerneltz: {
      names: ['--kerneltz'],
      takes: null,
      excludes: ['utc'],
      help: 'Times are in the kernel’s time zone, not in UTC.',
    },
    monthdays: {
      names: ['--monthdays'],
      takes: monthdays,
      invertible: true,
      help: 'Matches on these days of the month.',
      means: (v: readonly number[], not: boolean) =>
        `On ${not ? 'any day but' : ''} ${listed(
          v.filter(Boolean).map((n) => `the ${ordinal(n)}`),
          'or',
        )} of the month.`.replace('  ', ' '),
    },
    timestart: {
      names: ['--timestart'],
      takes: clock,
      help: 'Matches from this time of day on.',
      means: (v: number) => `From ${sayClock(v)} on.`,
    },
    timestop: {
      names: ['--timestop'],
      takes: clock,
      help: 'Matches until this time of day.',
      means: (v: number) => `Until ${sayClock(v)}.`,
    },
    weekdays: {
      names: ['--weekdays'],
      takes: weekdays,
      invertible: true,
      help: 'Matches on these days of the week.',
      means: (v: readonly number[], not: boolean) => `On ${not ? 'any day but ' : ''}${named(v, ' or ')}.`,
    },
  },
  demand: (g) =>
    g.contiguous && (g.timestart?.value ?? 0) < (g.timestop?.value ?? wholeDay)
      ? refused(
          'time: --contiguous only makes sense when stoptime is smaller than starttime',
          'It is for times that go over midnight, such as 22:00 to 06:00.',
        )
      : null,
  parse: (g) =>
    parsed({
      from: g.datestart?.value ?? 0,
      to: g.datestop?.value ?? lastDate,
      start: g.timestart?.value ?? 0,
      stop: g.timestop?.value ?? wholeDay,
      monthdays: turned(g.monthdays, 31),
      weekdays: turned(g.weekdays, 7),
      kerneltz: g.kerneltz !== undefined || g.localtz !== undefined,
      contiguous: g.contiguous !== undefined,
    }),
  check: (d) =>
    d.start > wholeDay || d.stop > wholeDay
      ? { errno: 'Numerical result out of range', hint: 'A day has 24 hours.' }
      : null,
  save: (d) =>
    [
      d.start !== 0 || d.stop !== wholeDay
        ? ` --timestart ${sayClock(d.start)} --timestop ${sayClock(d.stop)}`
        : '',
      narrowed(d.monthdays, 31) ? ` --monthdays ${d.monthdays.filter(Boolean).join(',')}` : '',
      narrowed(d.weekdays, 7) ? ` --weekdays ${named(d.weekdays)}` : '',
      d.from ? ` --datestart ${sayDate(d.from, 'T')}` : '',
      ` --datestop ${sayDate(d.to, 'T')}`,
      d.kerneltz ? ' --kerneltz' : '',
      d.contiguous ? ' --contiguous' : '',
    ].join(''),
  list: (d) =>
    [
      'TIME',
      d.start !== 0 || d.stop !== wholeDay ? ` from ${sayClock(d.start)} to ${sayClock(d.stop)}` : '',
      narrowed(d.weekdays, 7) ? ` on ${named(d.weekdays)}` : '',
      narrowed(d.monthdays, 31) ? ` on ${d.monthdays.filter(Boolean).map(ordinal).join(',')}` : '',
      d.from ? ` starting from ${sayDate(d.from, ' ')}` : '',
      d.to === lastDate ? '' : ` until date ${sayDate(d.to, ' ')}`,
      d.kerneltz ? '' : ' UTC',
      d.contiguous ? ' contiguous' : '',
    ].join(''),
  phrase(d) {
    const days = narrowed(d.weekdays, 7) ? named(d.weekdays, ' or ') || 'never' : '';
    const dates = narrowed(d.monthdays, 31) ? d.monthdays.filter(Boolean).map(ordinal) : null;
    const zone = d.kerneltz ? '' : ' UTC';
    const when = [
      d.start !== 0 || d.stop !== wholeDay
        ? `it is between ${sayClock(d.start)} and ${sayClock(d.stop)}${zone}`
        : null,
      days && `the day is ${days}`,
      dates &&
        (dates.length > 6
          ? `it is one of ${dates.length} days of the month`
          : `it is the ${dates.join(' or ') || '0th'} of the month`),
      d.from ? `it is later than ${sayDate(d.from, ' ')}${zone}` : null,
      d.to === lastDate ? null : `it is earlier than ${sayDate(d.to, ' ')}${zone}`,
    ].filter(Boolean);
    return when.length ? { when: when.join(' and ') } : {};
  },
  explain: (d) =>
    [
      d.start !== 0 || d.stop !== wholeDay
        ? `it is between ${sayClock(d.start)} and ${sayClock(d.stop)}`
        : null,
      narrowed(d.weekdays, 7) ? `the day is ${named(d.weekdays, ' or ')}` : null,
      narrowed(d.monthdays, 31) ? `the day of the month is ${d.monthdays.join(' or ')}` : null,
      d.from ? `it is later than ${sayDate(d.from, ' ')}` : null,
      d.to === lastDate ? null : `it is earlier than ${sayDate(d.to, ' ')}`,
    ]
      .filter(Boolean)
      .join(', and ') || 'the time does not matter',
  test(d, _, environment) {
    const { second, clockNow, when } = momentOf(d, environment.now);
    if (second < d.from || second > d.to || !inHours(d, clockNow)) return false;
    return d.weekdays.includes(((when.getUTCDay() + 6) % 7) + 1) && d.monthdays.includes(when.getUTCDate());
  },
  checks(d, _, environment) {
    const { second, clockNow, when } = momentOf(d, environment.now);
    const now = sayDate(second, ' ');
    const weekday = ((when.getUTCDay() + 6) % 7) + 1;
    return [
      ...(d.from !== 0 || d.to !== lastDate || second > lastDate
        ? [
            check(
              second >= d.from && second <= d.to,
              `a time from ${sayDate(d.from, ' ')} to ${sayDate(d.to, ' ')}`,
              `it is ${now} UTC`,
            ),
          ]
        : []),
      ...(d.start !== 0 || d.stop !== wholeDay
        ? [
            check(
              inHours(d, clockNow),
              `a time between ${sayClock(d.start)} and ${sayClock(d.stop)}`,
              `it is ${sayClock(clockNow)} UTC`,
            ),
          ]
        : []),
      ...(narrowed(d.weekdays, 7)
        ? [
            check(
              d.weekdays.includes(weekday),
              `${named(d.weekdays, ' or ') || 'no day of the week'}`,
              `it is ${days[weekday - 1]}`,
            ),
          ]
        : []),
      ...(narrowed(d.monthdays, 31)
        ? [
            check(
              d.monthdays.includes(when.getUTCDate()),
              `day ${d.monthdays.join(' or ')} of the month`,
              `it is day ${when.getUTCDate()}`,
            ),
          ]
        : []),
    ];
  },
});
