import type { ComponentType } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { mostSeed } from '../../course/vary.ts';
import { engine } from '../engine/client.ts';
import type { LabDefinition } from '../exercise/builtLab.ts';
import type { LabProps } from '../exercise/Lab.tsx';
import { Network } from '../exercise/Network.tsx';
import { doneEvent } from '../progress.ts';
import { siteUrl } from '../siteUrl.ts';
import { GivenUp, ReviewAnswer } from './ReviewAnswer.tsx';
import { forgetWritten, inReview } from './storedReviews.ts';
import { readTried } from './storedTried.ts';

/** The view of an exercise: those of lessons. */
const viewOf = async ({ lab }: LabDefinition): Promise<ComponentType<LabProps>> => {
  if (lab.language === 'terminal') return (await import('../terminal/Terminal.tsx')).Terminal;
  switch ('kind' in lab ? lab.kind : null) {
    case 'parsons':
      return (await import('../exercise/Parsons.tsx')).Parsons;
    case 'fill':
      return (await import('../exercise/Fill.tsx')).Fill;
    case 'trace':
      return (await import('../exercise/Trace.tsx')).Trace;
    default:
      return (await import('../exercise/Lab.tsx')).Lab;
  }
};

/** Fetches an exercise, and gives it other numbers if it has some that vary. */
const fetched = async (id: string): Promise<LabDefinition> => {
  const answer = await fetch(siteUrl(`/review/${id}.json`));
  if (!answer.ok) throw new Error(`${answer.status}`);
  const written = (await answer.json()) as LabDefinition;
  if (!written.lab.varies) return written;
  const { varied } = await import('../../course/vary.ts');
  return varied(written, 1 + Math.floor(Math.random() * mostSeed));
};

interface Props {
  readonly id: string;
  /** It is solved; `right`: at the first attempt, if it is one of those that are guessed at. */
  readonly solved: (right: boolean) => void;
  /** The learner has given up. */
  readonly given: boolean;
  /** They do so by looking at the solution. */
  readonly giveUp: () => void;
}

const unbuilt = { Network, Aside: ReviewAnswer };

/** An exercise as it was on the first day, perhaps with other numbers. Nothing that is written here is kept. */
export const ReviewedExercise = ({ id, solved, given, giveUp }: Props) => {
  const [state, setState] = useState<'coming' | 'lost' | { View: ComponentType<LabProps>; props: LabProps }>(
    'coming',
  );
  const [again, tryAgain] = useState(0);
  useEffect(() => {
    let gone = false;
    forgetWritten();
    setState('coming');
    const open = async () => {
      const definition = await fetched(id);
      const [View, built] = await Promise.all([viewOf(definition), engine.ask('build', definition)]);
      const page = inReview(id).replace(/\/[^/]*$/, '');
      if (!gone) setState({ View, props: { ...definition, built, page } });
    };
    open().catch(() => {
      if (!gone) setState('lost');
    });
    return () => {
      gone = true;
      // The lab keeps what is in it when it goes.
      setTimeout(forgetWritten);
    };
  }, [id, again]);
  // The lab that was there kept what was in it when it went.
  useEffect(() => {
    if (state === 'coming') forgetWritten();
  }, [state]);
  useEffect(() => {
    const heard = ({ detail }: CustomEvent<string>) => {
      if (detail !== inReview(id)) return;
      // Rules are tried until they do what they should. An answer that was checked and is wrong is wrong.
      const isTried = typeof state === 'object' && state.props.built.kind?.byPackets === true;
      solved(isTried || readTried(inReview(id))?.first.passed !== false);
    };
    addEventListener(doneEvent, heard as EventListener);
    return () => removeEventListener(doneEvent, heard as EventListener);
  }, [id, state]);
  if (state === 'coming') return <p class="rec-say">Opening the exercise…</p>;
  if (state === 'lost')
    return (
      <p class="rec-say" role="alert">
        This exercise did not load. You may be offline; nothing is lost.{' '}
        <button type="button" onClick={() => tryAgain(again + 1)}>
          Try again
        </button>
      </p>
    );
  return (
    <GivenUp.Provider value={{ given, giveUp }}>
      <state.View key={id} {...state.props} unbuilt={unbuilt} />
    </GivenUp.Provider>
  );
};
