import { fullTerminal } from '../../container/enabled.ts';
import type { KindProps } from '../exercise/kindView.ts';

/** The way from a lab into the full terminal, with its rules. */
export const OpenTerminal = ({ lab, live }: KindProps) =>
  fullTerminal && !lab.built.kind?.hidesOutcomes ? (
    <button
      type="button"
      class="ft-to-terminal"
      onClick={() => live.later(({ goToTerminal }) => goToTerminal(lab, live))}
    >
      Open in the full terminal
    </button>
  ) : null;
