/** What else can be answered where a learner does not write: other orders and choices of lines, other words in a blank. */
import { builtInChains } from '../../netfilter/hookOrder.ts';
import { filled, missingWords, unmarked } from '../blanks.ts';
import type { Exercise } from '../kinds/index.ts';
import { linesToPlace, orderedText } from '../linesToOrder.ts';
import type { PreparedLab } from '../prepareLab.ts';
import type { Misconception, Surroundings } from './misconception.ts';
import { type AlteredText, surroundings } from './mutants.ts';
import type { SolvedLab } from './withSolution.ts';

/** Mistakes that need no explanation of their own: `check --mutate` alone makes them. */
const mistake = (id: string, name: string, alwaysWrong: boolean): Misconception => ({
  id,
  name,
  says: '',
  alwaysWrong,
  mutants: () => [],
});
const otherOrder = mistake('other-order', 'another order of the lines', true);
const lineMissing = mistake('line-missing', 'a line left out', true);
const lineTooMany = mistake('line-too-many', 'a line that is not needed', false);
const otherWord = mistake('other-word', 'another word in the blank', false);

/** All orders of a list, the given one first. */
function* orders<T>(list: readonly T[]): Generator<readonly T[]> {
  if (list.length < 2) yield list;
  for (const [i, first] of list.length < 2 ? [] : list.entries())
    for (const rest of orders(list.toSpliced(i, 1))) yield [first, ...rest];
}

/** Words that belong into a rule, whatever is missing there. */
const wordsFor = ({ interfaces, addresses, ports }: Surroundings): readonly string[] => [
  ...new Set(['raw', 'mangle', 'nat', 'filter'].flatMap((t) => builtInChains(t as 'filter'))),
  ...['ACCEPT', 'DROP', 'REJECT', 'RETURN', 'MASQUERADE', 'SNAT', 'DNAT', 'REDIRECT', 'LOG'],
  ...['-A', '-I', '-s', '-d', '-i', '-o', '-p', '--dport', '--sport', 'tcp', 'udp', 'icmp', '!'],
  ...['raw', 'mangle', 'nat', 'filter', 'NEW', 'ESTABLISHED', 'RELATED', 'INVALID', 'NEW,ESTABLISHED'],
  ...Object.keys(interfaces),
  ...addresses,
  ...ports.map(String),
];

/** Every other answer to lines to be ordered or words to be filled in; none for any other kind. */
export function* otherAnswers({ lab, untouched }: PreparedLab<Exercise>): Generator<AlteredText> {
  if (lab.kind === 'parsons') {
    const { needed, extra } = linesToPlace(lab);
    const right = needed.map((line) => line.text);
    const answer = (misconception: Misconception, placed: readonly string[]): AlteredText => ({
      misconception,
      text: orderedText(lab, placed),
    });
    for (const [i] of right.entries()) yield answer(lineMissing, right.toSpliced(i, 1));
    for (const { text } of extra)
      for (const i of [...right.keys(), right.length]) yield answer(lineTooMany, right.toSpliced(i, 0, text));
    for (const order of orders(right)) yield answer(otherOrder, order);
  } else if (lab.kind === 'fill') {
    const words = missingWords(lab.solution);
    for (const [i] of words.entries())
      for (const word of wordsFor(surroundings(untouched, lab.host)))
        yield { misconception: otherWord, text: filled(lab.solution, words.with(i, word)) };
  }
}

/** The exercise with its solution as a text; null for a kind that is not answered by lines or words. */
export const withPieces = ({ lab, untouched }: PreparedLab<Exercise>): SolvedLab | null =>
  lab.kind === 'parsons' || lab.kind === 'fill'
    ? { lab: { ...lab, solution: unmarked(lab.solution) }, untouched }
    : null;
