import { groupsOf, search } from '../../regex/match.ts';
import { type Edit, Refusal } from './script.ts';

const expandReplacement = (replacement: string, whole: string, groups: readonly (string | null)[]): string =>
  replacement.replace(/\\([0-9nt]|.)|&/gs, (m, e?: string) =>
    m === '&' || e === '0'
      ? whole
      : e === 'n'
        ? '\n'
        : e === 't'
          ? '\t'
          : /[1-9]/.test(e!)
            ? (groups[Number(e) - 1] ?? '')
            : e!,
  );

/** A line after a replacement, or null where nothing matches. */
export const substitute = (
  line: string,
  { regex, replacement, all, nth }: Extract<Edit['what'], { kind: 'replace' }>,
): string | null => {
  let out = '';
  let at = 0;
  let count = 0;
  let done = false;
  let barred = -1;
  while (at <= line.length) {
    const found = search(regex, line, at);
    if (!found) break;
    // An empty match does not count right after another match.
    if (found.to === found.from && found.from === barred) {
      out += line.slice(at, at + 1);
      at++;
      barred = -1;
      continue;
    }
    count++;
    out += line.slice(at, found.from);
    const whole = line.slice(found.from, found.to);
    const puts = count === nth || (all && count > nth);
    const groups = puts ? groupsOf(regex, line, found) : [];
    if (groups === null)
      throw new Refusal(
        'sed: parentheses over a text this long are not simulated here',
        'Write a shorter pattern.',
      );
    out += puts ? expandReplacement(replacement, whole, groups) : whole;
    done ||= puts;
    at = found.to;
    barred = found.to;
    if (found.to === found.from) {
      out += line.slice(at, at + 1);
      at++;
      barred = -1;
    }
    if (done && !all) break;
  }
  return done ? out + line.slice(at) : null;
};
