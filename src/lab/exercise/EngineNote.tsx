import type { NoAnswer } from '../engine/client.ts';
import type { EngineState } from './session.ts';

const words: Readonly<Record<Exclude<NoAnswer, 'gone' | 'ended'> | 'unfinished', string>> = {
  late: 'This took more than five seconds, so it was stopped. Below is what came before. Change the text, and it runs again.',
  unfinished:
    'This text had not finished when the page was loaded again, so it was not run again by itself. Change it, or try again.',
  unavailable:
    'The simulator could not be loaded, so nothing runs here yet. You can go on reading, and nothing you wrote is lost.',
  failed: 'The simulator has a fault, and could not do this. What you wrote is kept. Please report it.',
};

/** What keeps the simulator from answering, and a way to ask it again. */
export const EngineNote = ({
  engine,
  retry,
}: {
  readonly engine: EngineState;
  readonly retry: () => void;
}) =>
  engine === 'late' ||
  engine === 'unfinished' ||
  engine === 'unavailable' ||
  engine === 'failed' ||
  engine === 'ended' ? (
    <p class="ft-hint" role="alert">
      {engine === 'ended' ? 'The simulator was stopped by another lab of this page.' : words[engine]}{' '}
      <button type="button" onClick={retry}>
        Try again
      </button>
    </p>
  ) : null;
