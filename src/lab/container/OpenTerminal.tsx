import { fullTerminal } from '../../container/enabled.ts';
import { isExercise, kindOf } from '../../course/exercise.ts';
import { prepareLab } from '../../course/prepareLab.ts';
import { runText } from '../../course/runLab.ts';
import type { Given } from '../exercise/session.ts';
import { terminalAddress } from './handover.ts';

/**
 * The way from a lab into the full terminal, with its rules. `id` is the name under which the lab's text is
 * kept.
 */
export const OpenTerminal = ({
  given: { lab, network },
  id,
  text,
}: {
  readonly given: Given;
  readonly id: string;
  readonly text: string;
}) =>
  fullTerminal && !(isExercise(lab) && kindOf(lab).answerOfText(text) === null) ? (
    <p class="ft-muted">
      <button
        type="button"
        onClick={() =>
          location.assign(
            terminalAddress({
              from: { address: location.pathname, keeps: id },
              lab,
              network,
              world: runText(prepareLab(lab, network), text).world,
              files: {},
            }),
          )
        }
      >
        Open in the full terminal
      </button>
    </p>
  ) : null;
