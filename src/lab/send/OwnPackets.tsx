import type { ComponentType } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import * as labels from '../../labels/en.ts';
import { say } from '../../labels/say.ts';
import type { KindProps } from '../exercise/kindView.ts';
import { recall } from '../progress.ts';
import type { OwnProps } from './Own.tsx';

/** The way to packets of the learner's own. What shows them comes when it is asked for, or where some are kept. */
export const OwnPackets = (props: KindProps) => {
  const { live } = props;
  const [Own, setOwn] = useState<ComponentType<OwnProps> | null>(null);
  const [asked, ask] = useState(false);
  const open = () =>
    live.later(({ ownPackets }) =>
      ownPackets().then(
        (part) => setOwn(() => part.Own),
        () => live.tell({ kind: 'no-answer', why: 'unavailable' }),
      ),
    );
  useEffect(() => {
    if (recall(`${live.engine.name}/own`) === null) return;
    live.wake();
    open();
  }, []);
  return Own ? (
    <Own {...props} asked={asked} />
  ) : (
    <p>
      <button
        type="button"
        class="ft-send"
        onClick={() => {
          ask(true);
          open();
        }}
      >
        {say(labels.sendPacket)}
      </button>
    </p>
  );
};
