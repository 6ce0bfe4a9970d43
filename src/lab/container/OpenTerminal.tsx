import { fullTerminal } from '../../container/enabled.ts';
import { EngineError } from '../engine/client.ts';
import type { BuiltLab } from '../exercise/builtLab.ts';
import { textOf } from '../exercise/session.ts';
import type { LiveLab } from '../exercise/useLab.ts';
import { terminalAddress } from './handover.ts';

/** The way from a lab into the full terminal, with its rules. */
export const OpenTerminal = ({
  lab: { lab, network, built },
  live,
}: {
  readonly lab: BuiltLab;
  readonly live: LiveLab;
}) =>
  fullTerminal && !built.kind?.hidesOutcomes ? (
    <p class="ft-muted">
      <button
        type="button"
        onClick={() =>
          live.engine.ask('world', { text: textOf(live.session) }).then(
            (world) =>
              location.assign(
                terminalAddress({
                  from: { address: location.pathname, keeps: live.engine.name },
                  lab,
                  network,
                  world,
                  files: {},
                }),
              ),
            (error: unknown) =>
              live.tell({ kind: 'no-answer', why: error instanceof EngineError ? error.why : 'failed' }),
          )
        }
      >
        Open in the full terminal
      </button>
    </p>
  ) : null;
