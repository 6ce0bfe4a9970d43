/** Commands of one line each. */
import { prints, type Tool } from './tool.ts';

export const pwd: Tool = {
  name: 'pwd',
  usage: 'pwd',
  summary: 'Prints the folder you are in.',
  builtin: true,
  run: ({ cwd }) => prints(`${cwd}\n`),
};
export const yes_: Tool = {
  name: 'true',
  usage: 'true',
  summary: 'Does nothing, and well: its status is 0.',
  builtin: true,
  run: () => prints(''),
};
export const colon: Tool = { ...yes_, name: ':', usage: ':' };
export const no: Tool = {
  name: 'false',
  usage: 'false',
  summary: 'Does nothing, and badly: its status is 1.',
  builtin: true,
  run: () => prints('', 1),
};

/**
 * Prints so much and no more: what reads it has had enough then. Differs from Linux: the real one never ends.
 */
export const yes: Tool = {
  name: 'yes',
  usage: 'yes [WORD…]',
  summary: 'Prints y again and again: here 4096 characters of it.',
  run({ words }) {
    const line = `${words.length ? words.map((w) => w.text).join(' ') : 'y'}\n`;
    return prints(line.repeat(Math.max(1, Math.floor(4096 / line.length))));
  },
};

/**
 * The letters that tell a terminal to begin anew. The terminal that shows it reads them; a text of a
 * learner's does not get there.
 */
export const clear: Tool = {
  name: 'clear',
  usage: 'clear',
  summary: 'Empties the screen; Ctrl+L does too.',
  run: () => prints('\x1b[H\x1b[2J\x1b[3J'),
};

export const history: Tool = {
  name: 'history',
  usage: 'history [COUNT]',
  summary: 'Lists the commands that were entered.',
  builtin: true,
  run({ history: lines, words: [word], says }) {
    if (word && !/^\d+$/.test(word.text))
      return {
        pieces: [
          {
            stream: 'stderr',
            text: `${says}history: ${word.text}: ${word.text.startsWith('-') ? 'not simulated here' : 'numeric argument required'}\n`,
          },
        ],
        status: 1,
        problems: [
          {
            from: word.from,
            to: word.to,
            message: `${says}history: ${word.text}: numeric argument required`,
            status: 1,
            hint: 'Say how many: history 5.',
          },
        ],
      };
    const first = word ? Math.max(0, lines.length - Number(word.text)) : 0;
    return prints(
      lines
        .slice(first)
        .map((line, i) => `${String(first + i + 1).padStart(5)}  ${line}\n`)
        .join(''),
    );
  },
};
