/** awk's values: a number, a text, or a text from the input that counts as a number where it looks like one. */
import { Refusal } from './syntax.ts';

export type Value = number | string | { readonly read: string };

const looksNumeric = /^\s*[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?\s*$/;
const leading = /^\s*[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?/;

/** The number at the beginning of a text; 0 without one. */
export const numberOf = (value: Value): number =>
  typeof value === 'number'
    ? value
    : Number(leading.exec((typeof value === 'string' ? value : value.read).slice(0, 400))?.[0] ?? 0);

/** `%.6g`, the form of numbers that are not whole. */
const general = (n: number, precision: number, alternate = false): string => {
  if (!Number.isFinite(n)) return Number.isNaN(n) ? 'nan' : n < 0 ? '-inf' : 'inf';
  const digits = Math.max(1, Math.min(precision, 100));
  const exponent = n === 0 ? 0 : Number(n.toExponential(digits - 1).split('e')[1]);
  const short = (text: string) => (alternate || !text.includes('.') ? text : text.replace(/\.?0+$/, ''));
  if (exponent >= -4 && exponent < digits) return short(n.toFixed(Math.max(0, digits - 1 - exponent)));
  const [mantissa, power] = n.toExponential(digits - 1).split('e');
  return `${short(mantissa!)}e${power![0]}${power!.slice(1).padStart(2, '0')}`;
};

/** A value as text. */
export const textOf = (value: Value): string => {
  if (typeof value === 'string') return value;
  if (typeof value !== 'number') return value.read;
  return Number.isInteger(value) && Math.abs(value) < 1e16 ? String(value + 0) : general(value, 6);
};

/** Whether a value is one that `if` takes. */
export const holds = (value: Value): boolean => {
  if (typeof value === 'number') return value !== 0;
  if (typeof value === 'string') return value !== '';
  return looksNumeric.test(value.read) ? Number(value.read) !== 0 : value.read !== '';
};

/** The order of two values: as numbers where both are, else as texts. */
export const compared = (a: Value, b: Value): number => {
  const numeric = (v: Value) =>
    typeof v === 'number' || (typeof v !== 'string' && (v.read === '' ? false : looksNumeric.test(v.read)));
  if (numeric(a) && numeric(b)) return numberOf(a) - numberOf(b);
  const [x, y] = [textOf(a), textOf(b)];
  return x < y ? -1 : x > y ? 1 : 0;
};

/** What an operator makes of two numbers: `/` divides, and so does any other that is not here. */
export const calculated = (operator: string, a: number, b: number): number => {
  switch (operator) {
    case '+':
      return a + b;
    case '-':
      return a - b;
    case '*':
      return a * b;
    case '%':
      return a % b;
    case '^':
      return a ** b;
    default:
      return a / b;
  }
};

/** The widest place for a value. */
const widest = 10_000;

/** What printf makes of a form and values; null where there are too few of them. Reference: POSIX.1-2017, awk. */
export const formatted = (form: string, values: readonly Value[]): string | null => {
  let next = 0;
  let missing = false;
  const take = (): Value => {
    missing ||= next >= values.length;
    return values[next++] ?? '';
  };
  const text = form.replace(
    /%([-+ 0#]*)(\*|\d+)?(?:\.(\*|\d+)?)?([a-zA-Z%])/g,
    (whole, flags: string, width: string | undefined, precision: string | undefined, letter: string) => {
      if (letter === '%') return '%';
      const given = (part: string | undefined) => (part === '*' ? numberOf(take()) : Number(part));
      const wide = width === undefined ? 0 : given(width);
      const point = /\./.test(whole) ? (precision === undefined ? 0 : given(precision)) : null;
      const value = take();
      const body = converted(letter, value, point, flags);
      if (body === null) return whole;
      const size = Math.abs(wide);
      if (Math.max(size, point ?? 0) > widest) throw new Refusal(`awk: ${whole} is not simulated here`);
      if (flags.includes('-') || wide < 0) return body.padEnd(size);
      if (!flags.includes('0') || letter === 's' || letter === 'c') return body.padStart(size);
      const sign = /^[-+ ]/.exec(body)?.[0] ?? '';
      return sign + body.slice(sign.length).padStart(size - sign.length, '0');
    },
  );
  return missing ? null : text;
};

/** One value in the form that a letter means; null for a letter that means none. */
const converted = (letter: string, value: Value, point: number | null, flags: string): string | null => {
  const places = Math.min(point ?? 6, 100);
  const n = numberOf(value);
  const signed = (text: string) =>
    n < 0 || text.startsWith('-')
      ? text
      : flags.includes('+')
        ? `+${text}`
        : flags.includes(' ')
          ? ` ${text}`
          : text;
  const whole = Math.trunc(n);
  switch (letter) {
    case 's':
      return point === null ? textOf(value) : textOf(value).slice(0, point);
    case 'c':
      return typeof value === 'number'
        ? String.fromCodePoint(Math.abs(whole) & 0xff)
        : textOf(value).slice(0, 1);
    case 'd':
    case 'i':
      return signed(Number.isFinite(n) ? BigInt(whole).toString() : general(n, 6));
    case 'o':
      return (whole >>> 0).toString(8);
    case 'u':
      return String(Math.abs(whole));
    case 'x':
      return whole.toString(16);
    case 'X':
      return whole.toString(16).toUpperCase();
    case 'f':
    case 'F':
      return signed(n.toFixed(places));
    case 'e':
    case 'E': {
      const [mantissa, power] = n.toExponential(places).split('e');
      return signed(`${mantissa}${letter}${power![0]}${power!.slice(1).padStart(2, '0')}`);
    }
    case 'g':
    case 'G':
      return signed(general(n, places === 0 ? 1 : places, flags.includes('#')));
    default:
      return null;
  }
};
