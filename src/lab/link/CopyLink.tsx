import * as labels from '../../labels/en.ts';
import { say } from '../../labels/say.ts';
import { keptText } from '../exercise/kept.ts';
import type { KindProps } from '../exercise/kindView.ts';

/** A button that copies a link to a lab with what is in it. */
export const CopyLink = ({ lab, live }: KindProps) => (
  <button
    type="button"
    class="ft-copy-link"
    onClick={({ currentTarget }) =>
      live.later(({ copyLink }) =>
        copyLink(currentTarget, lab, live.engine.name, keptText(lab, live.session)),
      )
    }
  >
    {say(labels.copyLink)}
  </button>
);
