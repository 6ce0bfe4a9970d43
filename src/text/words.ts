import type { Problem } from './problem.ts';

/** A part of a text, as offsets in UTF-16 units. */
export interface Span {
  readonly from: number;
  readonly to: number;
}

/** One word of a line, unquoted, and where it is in the line (quotes included). */
export interface Word extends Span {
  readonly text: string;
}

/** The words of a line, and what is wrong with its quoting. */
export interface Words {
  readonly words: readonly Word[];
  readonly problem: Problem | null;
}

const isSpace = (c: string) => c === ' ' || c === '\t' || c === '\r' || c === '\n';

/**
 * Splits a command line as a shell does: single and double quotes, backslashes, `#` comments.
 * `$NAME` and `${NAME}` are refused: there are no variables here, and a shell would replace them with nothing.
 */
export const splitWords = (line: string): Words => {
  const words: Word[] = [];
  let at = 0;
  while (at < line.length) {
    if (isSpace(line[at]!)) {
      at++;
      continue;
    }
    if (line[at] === '#') break;
    const from = at;
    let text = '';
    while (at < line.length && !isSpace(line[at]!)) {
      const c = line[at]!;
      if (c === '\\' && at + 1 < line.length) {
        text += line[at + 1];
        at += 2;
      } else if (c === "'" || c === '"') {
        const end = closing(line, at);
        if (end < 0) return { words, problem: unclosed(line, at) };
        text += c === "'" ? line.slice(at + 1, end) : line.slice(at + 1, end).replace(/\\(["\\$`])/g, '$1');
        at = end + 1;
      } else if (c === '$' && /[A-Za-z_{]/.test(line[at + 1] ?? '')) {
        return { words, problem: variable(line, at) };
      } else {
        text += c;
        at++;
      }
    }
    words.push({ text, from, to: at });
  }
  return { words, problem: null };
};

const closing = (line: string, open: number): number => {
  for (let i = open + 1; i < line.length; i++) {
    if (line[i] === '\\' && line[open] === '"') i++;
    else if (line[i] === line[open]) return i;
  }
  return -1;
};

const unclosed = (line: string, at: number): Problem => ({
  from: at,
  to: line.length,
  message: `unexpected EOF while looking for matching \`${line[at]}'`,
  status: 2,
  hint: `This quotation mark is never closed. Add ${line[at]} at the end of its text.`,
  replacement: line.slice(at) + line[at],
});

const variable = (line: string, at: number): Problem => {
  const name = /^\$\{?(\w*)\}?/.exec(line.slice(at))![0];
  return {
    from: at,
    to: at + name.length,
    message: `${name}: unbound variable`,
    status: 1,
    hint: `The variable ${name} has no value here. Write the value itself, such as 10.244.0.0/16.`,
  };
};

/**
 * Splits a line of iptables-save text. Only double quotes quote there, with `\"` inside; a quote that is not closed
 * takes the rest of the line and its line break.
 * Reads from `start` to `stop`; places count from the beginning of the line.
 * Reference: iptables/xshared.c, add_param_to_argv.
 */
export const splitSaved = (line: string, start = 0, stop = line.length): readonly Word[] => {
  const words: Word[] = [];
  let at = start;
  while (at < stop) {
    const first = line.charCodeAt(at);
    if (first === space || first === tab) {
      at++;
      continue;
    }
    const from = at;
    while (at < stop && !ends(line.charCodeAt(at))) at++;
    if (line.charCodeAt(at) !== quote || at >= stop) {
      words.push({ text: line.slice(from, at), from, to: at });
      continue;
    }
    // A closing quote ends the word even if no space follows.
    let text = line.slice(from, at++);
    let begun = at;
    while (at < stop && line.charCodeAt(at) !== quote) {
      if (line.charCodeAt(at) === backslash && at + 1 < stop) {
        text += line.slice(begun, at);
        begun = ++at;
      }
      at++;
    }
    text += line.slice(begun, at);
    if (at < stop) at++;
    else text += '\n';
    words.push({ text, from, to: at });
  }
  return words;
};

const [space, tab, quote, backslash] = [32, 9, 34, 92];
const ends = (c: number): boolean => c === space || c === tab || c === quote;

/**
 * The counters before a rule of iptables-save (`[12:3456] -A …`), and where the rule then begins and ends; or the
 * character that is missing. The real command's strtok ends the line at any separator in it.
 * Reference: iptables/xshared.c, tokenize_rule_counters.
 */
export const ruleCounters = (
  line: string,
): { readonly from: number; readonly to: number; readonly words: readonly string[] } | ']' | ':' => {
  if (line[0] !== '[') return { from: 0, to: line.length, words: [] };
  const token = (from: number, separator: string) => {
    let start = from;
    while (line[start] === separator) start++;
    const end = line.indexOf(separator, start);
    return { start, end: end < 0 ? line.length : end };
  };
  const from = line.indexOf(']') + 1;
  const packets = token(1, ':');
  const bytes = token(packets.end + 1, ']');
  if (from === 0) return ']';
  if (packets.start >= line.length) return ':';
  if (bytes.start >= line.length) return ']';
  const to = Math.min(...[packets.end, bytes.end, line.length].filter((end) => end >= from));
  return { from, to, words: [packets, bytes].map(({ start, end }) => line.slice(start, end)) };
};
