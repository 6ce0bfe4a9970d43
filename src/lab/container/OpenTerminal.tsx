import { fullTerminal } from '../../container/enabled.ts';
import type { KindProps } from '../exercise/kindView.ts';

/** The way from a lab into the full terminal, with its rules. */
export const OpenTerminal = ({ lab, live }: KindProps) =>
  fullTerminal && !lab.built.kind?.hidesOutcomes ? (
    <p class="ft-muted ft-to-terminal">
      <button type="button" onClick={() => live.later(({ goToTerminal }) => goToTerminal(lab, live))}>
        Open in the full terminal
      </button>
    </p>
  ) : null;
