import { fragmentOf } from '../../course/restorePoint.ts';
import * as labels from '../../labels/en.ts';
import { say } from '../../labels/say.ts';
import type { BuiltLab } from '../exercise/builtLab.ts';
import { keptText } from '../exercise/kept.ts';
import type { LiveLab } from '../exercise/useLab.ts';
import { keptOwn } from '../send/ownKept.ts';
import { siteUrl } from '../siteUrl.ts';
import { copyOut } from './copyOut.ts';
import { pack } from './pack.ts';

/** Some programs cut longer links. */
const long = 2000;

/** The address of the page that a lab is of: in a frame of another site an exercise has a page of its own. */
export const lessonAddress = (): string => {
  const { page } = document.querySelector('main')?.dataset ?? {};
  return location.origin + (page === undefined ? location.pathname : siteUrl(`/${page}/`));
};

/**
 * Copies a link to a lab with what is in it and packets of the learner's own, and says so after the button that was pressed.
 */
export const copyLink = async (button: Element, built: BuiltLab, live: LiveLab): Promise<void> => {
  const { lab } = built;
  const [kept, steps] = [keptText(built, live.session), keptOwn(live.engine.name)];
  const data = kept === null ? null : await pack(kept);
  const own = steps === null ? null : await pack(steps);
  const link = lessonAddress() + fragmentOf({ lab: lab.id, data, own, seed: lab.seed ?? 0 });
  await copyOut(
    button,
    link,
    say(labels.theLink),
    link.length > long ? say(labels.longLink, { n: link.length }) : '',
  );
};
