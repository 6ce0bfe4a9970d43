import { escapes } from './shared/escapes.ts';
import { printed } from './shared/result.ts';
import { defineCommand } from './shellCommand.ts';

/** Reference: bash 5.2, builtins/echo.def. */
export const echo = defineCommand({
  name: 'echo',
  usage: 'echo [-n] [-e] [WORD…]',
  summary: 'Prints its words.',
  needs: [],
  isBuiltin: true,
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
    if (!escaped) return printed(text + (newline ? '\n' : ''));
    const { text: out, stopped } = escapes(text, 'echo');
    return printed(out + (newline && !stopped ? '\n' : ''));
  },
});
