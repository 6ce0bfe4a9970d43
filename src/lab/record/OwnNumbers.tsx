import { mostSeed } from '../../course/vary.ts';
import { keepSeed } from './storedProgress.ts';

/** Whose numbers the exercises have here, and a way to have others. */
export const OwnNumbers = ({ seed, changed }: { readonly seed: number; readonly changed: () => void }) => {
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
          : 'Some exercises can have ports and addresses of your own, other than your neighbour’s. Here they have those in the lessons.'}
      </p>
      <p>
        <button type="button" onClick={() => take(1 + Math.floor(Math.random() * mostSeed))}>
          {seed > 0 ? 'Draw others' : 'Draw numbers of my own'}
        </button>{' '}
        {seed > 0 && (
          <button type="button" onClick={() => take(0)}>
            Take those in the lessons
          </button>
        )}
      </p>
    </section>
  );
};
