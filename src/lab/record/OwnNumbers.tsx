import { mostSeed } from '../../course/vary.ts';
import { counted } from '../../text/counted.ts';
import { keepSeed } from './storedProgress.ts';

/** Whose numbers the exercises have here, and a way to have others. */
export const OwnNumbers = ({
  seed,
  own,
  changed,
}: {
  readonly seed: number;
  /** How many exercises have numbers that the learner asked for there. */
  readonly own: number;
  readonly changed: () => void;
}) => {
  const take = (other: number) => {
    keepSeed(other);
    changed();
  };
  return (
    <section class="rec-file" aria-labelledby="numbers">
      <h2 id="numbers">Your numbers</h2>
      <p>
        {seed > 0
          ? `Some exercises have ports and addresses of your own here, number ${seed}. What you wrote with these numbers is kept for when you come back to them.`
          : `Some exercises can have ports and addresses of your own, other than your neighbour’s. ${own === 0 ? 'Here they have' : 'Without that they have'} those in the lessons.`}
      </p>
      {own > 0 && (
        <p>
          You asked for other numbers in {counted(own, 'exercise')}.{' '}
          {own === 1 ? 'It has' : 'Each of them has'} a button that goes back to the earlier ones.
        </p>
      )}
      <p>
        <button type="button" onClick={() => take(1 + Math.floor(Math.random() * mostSeed))}>
          {seed > 0 ? 'Draw others' : 'Draw numbers of my own'}
        </button>{' '}
        {(seed > 0 || own > 0) && (
          <button type="button" onClick={() => take(0)}>
            Take those in the lessons
          </button>
        )}
      </p>
    </section>
  );
};
