import { useState } from 'preact/hooks';
import { longestFile, type Progress, readProgress, writeProgress } from '../../course/progressFile.ts';
import { counted } from '../../text/counted.ts';
import { forgetStored, isEmpty, keepName, replaceStored, type Stored } from './storedProgress.ts';

interface Props {
  readonly course: string;
  readonly stored: Stored;
  /** What is stored is another thing now. */
  readonly changed: () => void;
}

/** The file's name: without what a file system or a shell may take for something else. */
const fileName = (name: string): string =>
  `progress${name === '' ? '' : `-${name.replace(/[^\p{L}\p{N}]+/gu, '-').replace(/^-|-$/g, '')}`}.json`.toLowerCase();

const save = (progress: Progress): void => {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(new Blob([writeProgress(progress)], { type: 'application/json' }));
  link.download = fileName(progress.name);
  link.click();
  // Some browsers begin to read it a moment later.
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
};

const has = ({ exercises, kept, done }: Pick<Progress, 'exercises' | 'kept' | 'done'>): string =>
  `${counted(Object.keys(exercises).length, 'exercise')} tried, ${done.length} solved, ${counted(Object.keys(kept).length, 'text')} kept`;

/** One file out, one file in, and a way to forget it all. */
export const SaveAndLoad = ({ course, stored, changed }: Props) => {
  const [name, setName] = useState(stored.name);
  const [said, say] = useState('');
  const [asking, ask] = useState<'forget' | Progress | null>(null);
  const saveAll = () => {
    const { seed, ownSeeds, exercises, kept, done, reviews } = stored;
    keepName(name.trim());
    save({
      course,
      name: name.trim(),
      saved: new Date().toISOString(),
      ...(seed > 0 && { seed }),
      ...(Object.keys(ownSeeds).length > 0 && { ownSeeds }),
      exercises,
      kept,
      done,
      ...(Object.keys(reviews).length > 0 && { reviews }),
    });
  };
  const replace = (progress: Progress) => {
    ask(null);
    if (replaceStored(progress)) {
      setName(progress.name);
      say(`Loaded: ${has(progress)}. Other tabs of this course show it when you load them again.`);
    } else say('This browser has no room for it, so nothing was loaded. What was here is as it was.');
    changed();
  };
  const load = async (file: File) => {
    const text = file.size > longestFile * 3 ? null : await file.text().catch(() => null);
    if (text === null) return say(`${file.name} cannot be read. Nothing was changed.`);
    const read = readProgress(text, course);
    if (!read.ok) return say(`${file.name} ${read.why}. Nothing was changed.`);
    say('');
    if (isEmpty(stored)) replace(read.progress);
    else ask(read.progress);
  };
  return (
    <section class="rec-file" aria-labelledby="file">
      <h2 id="file">Take it with you</h2>
      <p>
        Save everything on this page as one file: attempts, solved marks, and the texts you wrote. Load it in
        another browser to go on there, or give it to your teacher, if you want to.
      </p>
      <p>
        <label for="rec-name">Your name in the file, if you want one</label>
        <input
          id="rec-name"
          type="text"
          maxLength={100}
          autocomplete="name"
          value={name}
          onInput={(e) => setName(e.currentTarget.value)}
        />{' '}
        <button type="button" disabled={isEmpty(stored)} onClick={saveAll}>
          Save as a file
        </button>
      </p>
      <p>
        <label for="rec-load">Go on with a file that was saved before</label>
        <input
          id="rec-load"
          type="file"
          accept=".json,application/json"
          onChange={(e) => {
            const [file] = e.currentTarget.files ?? [];
            if (file) void load(file);
            // The same file can be chosen again.
            e.currentTarget.value = '';
          }}
        />
      </p>
      {asking !== null && asking !== 'forget' && (
        <div class="rec-say" role="alert">
          <p>
            The file{asking.name && ` of ${asking.name}`} was saved on{' '}
            {new Date(asking.saved).toLocaleString()}: {has(asking)}. It replaces what is here: {has(stored)}.
          </p>
          <p>
            <button type="button" onClick={saveAll}>
              Save what is here first
            </button>{' '}
            <button type="button" onClick={() => replace(asking)}>
              Replace it
            </button>{' '}
            <button type="button" onClick={() => ask(null)}>
              Keep what is here
            </button>
          </p>
        </div>
      )}
      <p>
        {asking === 'forget' ? (
          <span role="alert">
            Forget every attempt, solved mark and text in this browser? This cannot be undone.{' '}
            <button
              type="button"
              onClick={() => {
                forgetStored();
                ask(null);
                setName('');
                say('Everything is forgotten.');
                changed();
              }}
            >
              Yes, forget it all
            </button>{' '}
            <button type="button" onClick={() => ask(null)}>
              Keep it
            </button>
          </span>
        ) : (
          <button
            type="button"
            disabled={isEmpty(stored) && stored.aside === 0}
            onClick={() => {
              say('');
              ask('forget');
            }}
          >
            Forget everything
          </button>
        )}
      </p>
      <p role="status">{said}</p>
    </section>
  );
};
