import type { RestoreState, TextLine } from './restoreState.ts';

/**
 * A line outside any table. The first one is a problem; if it looks like a part of a table, that table begins as a
 * guess, and the lines after it are read for their own mistakes.
 */
export const readStrayLine = (state: RestoreState, line: TextLine): void => {
  const { text } = line;
  if (/^\s*([$#]\s|sudo\b|iptables)/.test(text))
    return state.fail(line, {
      hint: 'This is a command. Paste only what iptables-save prints, without the command.',
      replacement: '',
    });
  if (/^COMMIT\s*$/.test(text))
    return state.fail(line, {
      hint: 'COMMIT ends a table, and no table has begun here. Begin one with a line such as *filter.',
      replacement: '',
    });
  if (!/^[:\-[]/.test(text))
    return state.fail(line, {
      hint: 'This line is not from iptables-save. A table begins with a line such as *filter.',
    });
  const name = /\b(PREROUTING|POSTROUTING|MASQUERADE|[SD]NAT)\b/.test(text) ? 'nat' : 'filter';
  state.fail(line, {
    hint: `This line needs a table, and looks like ${name}. Put *${name} on the line before it, and COMMIT after the last rule.`,
    replacement: `*${name}\n${text}`,
  });
  state.guess(name, true);
};
