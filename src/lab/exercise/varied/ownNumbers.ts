/**
 * The learner's own numbers: an exercise whose numbers vary is drawn with them from the start. The components here are those
 * of the kinds, waiting for them; other pages load nothing of this.
 */
import { useEffect } from 'preact/hooks';
import { learnerSeed } from '../../learnerSeed.ts';
import type { BuiltLab } from '../builtLab.ts';

type Vary = typeof import('../../../course/vary.ts');

const seed = import.meta.env.SSR ? 0 : learnerSeed();
let vary: Vary | null = null;
if (seed > 0)
  // The page waits for it before it brings the lab to life (site/calm.ts). A module that waited by itself would make the
  // bundler cut what every lab loads into more pieces. Without this part the numbers are those in the lesson, which are as right.
  window.hydratesAfter = import('../../../course/vary.ts').then(
    (module) => {
      vary = module;
    },
    () => {},
  );

/** What varies, with the learner's numbers. */
export const withOwnNumbers = <G extends Parameters<Vary['varied']>[0]>(given: G): G =>
  vary?.varied(given, seed) ?? given;

/** A lab with the learner's numbers. The network was drawn when the site was built, so they are written into it. */
export const useOwnNumbers = <L extends BuiltLab>(given: L): L => {
  const own = withOwnNumbers(given);
  useEffect(() => {
    if (!vary || own === given) return;
    const numbers = vary.numbersOf(given.lab, given.network.hosts, seed);
    for (const network of document.querySelectorAll(`[data-lab="${given.lab.id}"] .ft-network`)) {
      const texts = document.createTreeWalker(network, NodeFilter.SHOW_TEXT);
      for (let text = texts.nextNode(); text; text = texts.nextNode())
        text.nodeValue = vary.withNumbers(text.nodeValue, numbers);
    }
  }, []);
  return own;
};
