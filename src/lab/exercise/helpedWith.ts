import type { BuiltLab } from './builtLab.ts';
import type { Session } from './session.ts';

/**
 * What of a session help is made from, as one text: two sessions with the same text get the same hints. Comments of an editor's text
 * and lines at a terminal that changed nothing are no part of it; where packets end is, since rules remember earlier ones.
 */
export const helpedWith = ({ lab, built }: BuiltLab, { answer, typed, changes, view }: Session): string => {
  const rules =
    answer.kind === 'text'
      ? answer.text
          .split('\n')
          // A line keeps its number, which a hint may name.
          .map((line) => line.replace(/^\s*#.*/, '').trimEnd())
          .join('\n')
          .trimEnd()
      : answer;
  if (lab.language !== 'terminal') return JSON.stringify(rules);
  const did = typed.filter((_, i) => i >= built.startLines && changes[i] === 'network');
  return JSON.stringify([rules, did, view.packets.map((packet) => packet.ended)]);
};
