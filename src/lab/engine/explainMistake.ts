/** What is said of a wrong answer for which the author has written no hint. */
import type { Exercise } from '../../course/kinds/index.ts';
import type { Misconception } from '../../course/mutate/misconception.ts';
import { misconceptionOf } from '../../course/mutate/misconceptionOf.ts';
import { withSolution } from '../../course/mutate/withSolution.ts';
import type { PreparedLab } from '../../course/prepareLab.ts';
import type { World } from '../../network/world.ts';
import { plainName } from '../../shell/commands/shellCommand.ts';
import type { CommandRun } from '../../shell/session.ts';

/** Milliseconds that a learner who pressed Check waits for an explanation at most. */
const patience = 1000;

/** Programs that ask the network: that one of them fails may be what a rule does. */
const asks = /^(ping6?|curl|wget|nc|ncat|netcat|telnet|dig|host|nslookup|traceroute6?|tracepath)$/;

/** Whether the last command of a terminal that does more than ask the network failed. */
const lastFailed = (ran: readonly CommandRun[]): boolean =>
  (ran.findLast(({ words }) => !asks.test(plainName(words[0] ?? '')))?.status ?? 0) !== 0;

/** What a learner has made: the world, and the text or the commands that made it. */
type Made = { readonly world: World } & ({ readonly text: string } | { readonly ran: readonly CommandRun[] });

/** The misconception that a learner's world shows, of what was written; null if there is none, none was found in time, or the last command failed. */
export const explainMistake = (prepared: PreparedLab<Exercise>, made: Made): Misconception | null => {
  if ('ran' in made && lastFailed(made.ran)) return null;
  const given = new Set(prepared.lab.start.split('\n').map((line) => line.trim()));
  const lines = 'ran' in made ? made.ran.map(({ words }) => words.join(' ')) : made.text.split('\n');
  const written = lines.filter((line) => !given.has(line.trim())).join('\n');
  const solved = withSolution(prepared);
  if (!solved) return null;
  const end = performance.now() + patience;
  return misconceptionOf(solved, made.world, () => performance.now() > end, written);
};
