import { escapes } from './escapes.ts';
import { prints, type Tool } from './tool.ts';

/** Reference: bash 5.2, builtins/echo.def. */
export const echo: Tool = {
  name: 'echo',
  usage: 'echo [-n] [-e] [WORD…]',
  summary: 'Prints its words.',
  builtin: true,
  run({ words }) {
    let first = 0;
    let [newline, escaped] = [true, false];
    for (; /^-[neE]+$/.test(words[first]?.text ?? ''); first++)
      for (const letter of words[first]!.text.slice(1)) {
        if (letter === 'n') newline = false;
        else escaped = letter === 'e';
      }
    const text = words
      .slice(first)
      .map((w) => w.text)
      .join(' ');
    if (!escaped) return prints(text + (newline ? '\n' : ''));
    const { text: out, stopped } = escapes(text, 'echo');
    return prints(out + (newline && !stopped ? '\n' : ''));
  },
};
