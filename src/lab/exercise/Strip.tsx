import { useRef } from 'preact/hooks';
import * as labels from '../../labels/en.ts';
import { say } from '../../labels/say.ts';
import { Coded } from './Coded.tsx';
import type { KindProps } from './kindView.ts';
import { NextExercise } from './NextExercise.tsx';
import { isSolved, isStale } from './session.ts';
import { isLoaded, verdictOf } from './verdict.ts';

/**
 * The foot of a lab, in sight as long as the lab is: how many packets are right, and one sentence about the first that is
 * not. It is the one place that tells a screen reader what came of a change.
 */
export const Strip = ({
  lab,
  live,
  ready,
  check,
}: KindProps & { readonly ready: boolean; readonly check: () => void }) => {
  const { session } = live;
  const { kind } = lab.built;
  const { tone, count, says, quotes, packet } = verdictOf(lab, session);
  const solved = isSolved(lab, session);
  const { packets } = session.view;
  const told = isLoaded(lab, session) && !isStale(session);
  const foot = useRef<HTMLElement>(null);
  return (
    <footer ref={foot} class={`ft-strip ft-${tone} ${says === '' ? 'ft-idle' : ''}`}>
      <button
        type="button"
        class="ft-count"
        onClick={() => live.later(({ showPackets }) => showPackets(foot.current!))}
      >
        <span class="ft-meter" aria-hidden="true">
          {packets.map((p) => (
            <i key={p.name} class={kind?.byPackets && told && p.passed ? 'ft-in' : undefined} />
          ))}
        </span>
        {count}
      </button>
      <p class="ft-verdict" role="status">
        <Coded text={says} quotes={quotes} />
      </p>
      <p class="ft-acts">
        {packet !== null && session.engine === 'ready' && (
          <button
            type="button"
            class="ft-see"
            onClick={() => live.later(({ showWay }) => showWay(foot.current!, packet))}
          >
            {say(labels.seeWay)}
          </button>
        )}
        {kind && (
          <button type="button" class="ft-primary ft-check" hidden={solved} disabled={!ready} onClick={check}>
            {say(labels.check)}
          </button>
        )}
        {solved && <NextExercise foot={foot} later={live.later} focused={session.grade !== null} />}
      </p>
    </footer>
  );
};
