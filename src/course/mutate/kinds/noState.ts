import { alterParts } from '../alter.ts';
import type { Misconception } from '../misconception.ts';

export const noState: Misconception = {
  id: 'no-state',
  name: 'the state left out',
  says: 'Your rule does not look at the state of the connection, so it lets new connections in too. Answers are ESTABLISHED, a first packet is NEW. Without `--ctstate` a rule matches both.',
  alwaysWrong: true,
  mutants: (right) =>
    alterParts(right, (part) => (part.some((o) => /^--(ct)?state$/.test(o.name)) ? [[]] : [])),
};
