import { fragmentOf } from '../../course/restorePoint.ts';
import type { BuiltLab } from '../exercise/builtLab.ts';
import { keptOwn } from '../send/ownKept.ts';
import { siteUrl } from '../siteUrl.ts';
import { pack } from './pack.ts';

/** Some programs cut longer links. */
const long = 2000;

/**
 * Copies a link to a lab with what is `kept` of it and packets of the learner's own, and says so after the button that was
 * pressed. `id` is the lab's name in the browser.
 */
export const copyLink = async (
  button: Element,
  { lab }: BuiltLab,
  id: string,
  kept: string | null,
): Promise<void> => {
  const known = button.nextElementSibling;
  const said = known instanceof HTMLOutputElement ? known : document.createElement('output');
  button.after(said);
  const steps = keptOwn(id);
  const data = kept === null ? null : await pack(kept);
  const own = steps === null ? null : await pack(steps);
  // In a frame of another site the exercise has a page of its own: the link is to its lesson.
  const { page } = document.querySelector('main')?.dataset ?? {};
  const address = page === undefined ? location.pathname : siteUrl(`/${page}/`);
  const link = location.origin + address + fragmentOf({ lab: lab.id, data, own, seed: lab.seed ?? 0 });
  try {
    await navigator.clipboard.writeText(link);
    said.textContent = ` Copied${link.length > long ? `. It has ${link.length} characters, and some programs cut such links` : ''}.`;
  } catch {
    const field = document.createElement('input');
    field.value = link;
    field.readOnly = true;
    field.setAttribute('aria-label', 'The link');
    said.replaceChildren(' This browser does not let the page copy. Copy it yourself: ', field);
    field.select();
  }
};
