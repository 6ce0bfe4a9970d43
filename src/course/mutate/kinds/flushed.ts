import { alterLines } from '../alter.ts';
import type { Misconception } from '../misconception.ts';

export const flushed: Misconception = {
  id: 'flushed',
  name: '`-F` for `-D`',
  says: 'You emptied the whole chain where one rule was in the way. `-F` deletes every rule of a chain, the good ones too. `-D` deletes one.',
  alwaysWrong: true,
  mutants: (right) =>
    alterLines(right, (line) =>
      line.kind === 'delete' ? [[{ kind: 'flush', table: line.table, chain: line.chain }]] : [],
    ),
};
