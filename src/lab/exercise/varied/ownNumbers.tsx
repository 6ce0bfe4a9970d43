/**
 * The learner's own numbers: an exercise whose numbers vary is drawn with them from the start. The components here are those
 * of the kinds, waiting for them; other pages load nothing of this.
 */
import type { ComponentChildren, ComponentType } from 'preact';
import { useEffect } from 'preact/hooks';
import { wholeId } from '../../../course/wholeId.ts';
import { learnerSeed, ownSeeds, seedOf } from '../../learnerSeed.ts';
import type { LabProps } from '../Lab.tsx';
import { NumbersHere } from '../numbersHere.ts';

type Vary = typeof import('../../../course/vary.ts') & typeof import('./NumbersNote.tsx');
type Given = Parameters<Vary['varied']>[0] & { readonly page: string };

let vary: Vary | null = null;
if (!import.meta.env.SSR && (learnerSeed() > 0 || ownSeeds().size > 0))
  // The page waits for it before it brings the lab to life (site/calm.ts). A module that waited by itself would make the
  // bundler cut what every lab loads into more pieces. Without this part the numbers are those in the lesson, which are as right.
  window.hydratesAfter = Promise.all([import('../../../course/vary.ts'), import('./NumbersNote.tsx')]).then(
    ([words, note]) => {
      vary = { ...words, ...note };
    },
    () => {},
  );

/** The exercise that a lab is, or is a step of, as `lessons/<name>/<id>`. */
export const exerciseOf = ({ page, lab }: Given): string => `${page}/${wholeId(lab)}`;

/** What varies, with the learner's numbers. */
export const withOwnNumbers = <G extends Given>(given: G): G =>
  vary?.varied(given, seedOf(exerciseOf(given))) ?? given;

/** Whose numbers something has that varies; nothing where they are the lesson's. */
export const noteOf = (given: Given): ComponentChildren => {
  if (!vary) return null;
  const exercise = exerciseOf(given);
  const numbers = vary.numbersOf(given.lab, given.network.hosts, seedOf(exercise));
  return numbers.size > 0 ? <vary.NumbersNote exercise={exercise} numbers={numbers} /> : null;
};

/** A lab with the learner's numbers. The network, and a terminal that is not touched, were drawn when the site was built, so they are written into those. */
export const WithOwnNumbers = ({ View, ...given }: LabProps & { readonly View: ComponentType<LabProps> }) => {
  const own = withOwnNumbers(given);
  const exercise = exerciseOf(given);
  useEffect(() => {
    if (!vary || own === given) return;
    const numbers = vary.numbersOf(given.lab, given.network.hosts, seedOf(exercise));
    const lab = `[data-lab="${given.lab.id}"]`;
    for (const built of document.querySelectorAll(`${lab} .ft-network, ${lab} .ft-built`)) {
      const texts = document.createTreeWalker(built, NodeFilter.SHOW_TEXT);
      for (let text = texts.nextNode(); text; text = texts.nextNode())
        text.nodeValue = vary.withNumbers(text.nodeValue, numbers);
    }
  }, []);
  return (
    // The steps of a ladder are below its task, which has the note.
    <NumbersHere.Provider value={{ exercise, note: given.lab.whole === undefined && noteOf(given) }}>
      <View {...own} />
    </NumbersHere.Provider>
  );
};
