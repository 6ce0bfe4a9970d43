import { useRef } from 'preact/hooks';
import * as labels from '../../labels/en.ts';
import { say } from '../../labels/say.ts';
import { asked } from './asked.ts';
import type { LiveLab } from './useLab.ts';

interface Props {
  readonly live: Pick<LiveLab, 'session' | 'act'>;
  /** What is lost, as a question. */
  readonly question: string;
  /** Before the lab begins anew. */
  readonly begins?: () => void;
}

/** A button that begins a lab anew, and asks before anything is lost. Where it is kept after all, the button has the keyboard again. */
export const StartOver = ({ live: { session, act }, question, begins }: Props) => {
  const kept = useRef(false);
  const button = (element: HTMLElement | null) => {
    if (kept.current) asked(element);
    kept.current &&= element === null;
  };
  if (!session.askingReset)
    return (
      <button type="button" class="ft-over" ref={button} onClick={() => act({ kind: 'ask-reset' })}>
        {say(labels.startOver)}
      </button>
    );
  const keep = () => {
    kept.current = true;
    act({ kind: 'keep' });
  };
  const reset = () => {
    begins?.();
    act({ kind: 'reset' });
  };
  return (
    <p class="ft-ask" tabIndex={-1} ref={asked}>
      {question}{' '}
      <button type="button" onClick={reset}>
        {say(labels.yesStartOver)}
      </button>{' '}
      <button type="button" onClick={keep}>
        {say(labels.keepIt)}
      </button>
    </p>
  );
};
