import * as labels from '../../labels/en.ts';
import { say } from '../../labels/say.ts';
import type { KindProps } from './kindView.ts';

/** A button that gives a lab the whole screen, and takes it back. */
export const FullScreen = ({ live }: Pick<KindProps, 'live'>) => (
  <button
    type="button"
    class="ft-full-screen"
    onClick={({ currentTarget }) => live.later(({ fullScreen }) => fullScreen(currentTarget))}
  >
    {say(labels.fullScreen)}
  </button>
);
