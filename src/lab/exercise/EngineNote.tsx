import * as labels from '../../labels/en.ts';
import { say } from '../../labels/say.ts';
import type { NoAnswer } from '../engine/client.ts';
import type { EngineState } from './session.ts';

const words: Readonly<Record<Exclude<NoAnswer, 'gone'> | 'unfinished', string>> = {
  late: labels.tookTooLong,
  unfinished: labels.unfinished,
  unavailable: labels.unavailable,
  failed: labels.failed,
  ended: labels.stopped,
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
      {say(words[engine])}{' '}
      <button type="button" onClick={retry}>
        {say(labels.tryAgain)}
      </button>
    </p>
  ) : null;
