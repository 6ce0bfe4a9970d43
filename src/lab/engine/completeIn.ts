import type { PreparedLab } from '../../course/prepareLab.ts';
import type { Completion } from '../../shell/choice.ts';
import { complete } from '../../shell/complete.ts';
import { surroundingsOf } from '../../shell/surroundings.ts';

/** What may be written at an offset of a lab's text: with the chains, addresses and interfaces of its network. */
export const completeIn = (
  { lab, untouched }: PreparedLab,
  text: string,
  at: number,
  language: 'commands' | 'save',
): Completion | null => complete(text, at, language, surroundingsOf(untouched, lab.host));
