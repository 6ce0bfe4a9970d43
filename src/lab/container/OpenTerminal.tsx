import { fullTerminal } from '../../container/enabled.ts';
import * as labels from '../../labels/en.ts';
import { say } from '../../labels/say.ts';
import type { KindProps } from '../exercise/kindView.ts';

/** The way from a lab into the full terminal, with its rules. */
export const OpenTerminal = ({ lab, live }: KindProps) =>
  fullTerminal && !lab.built.kind?.hidesOutcomes ? (
    <button
      type="button"
      class="ft-to-terminal"
      onClick={() => live.later(({ goToTerminal }) => goToTerminal(lab, live))}
    >
      {say(labels.openInTerminal)}
    </button>
  ) : null;
