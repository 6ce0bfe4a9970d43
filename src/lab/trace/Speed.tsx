import { storageName } from '../siteUrl.ts';

const speeds = [0.5, 1, 2, 4];
const key = (): string => storageName('speed');

/** How fast ways play, on all pages: 1 is long enough for each sentence to be read. */
export const recallSpeed = (): number => {
  try {
    const kept = Number(localStorage.getItem(key()));
    return speeds.includes(kept) ? kept : 1;
  } catch {
    return 1;
  }
};

/** Chooses how fast a way plays. */
export const Speed = ({ speed, set }: { readonly speed: number; readonly set: (speed: number) => void }) => (
  <select
    class="ft-speed"
    aria-label="How fast it plays"
    value={String(speed)}
    onChange={(e) => {
      const chosen = Number(e.currentTarget.value);
      set(chosen);
      try {
        localStorage.setItem(key(), String(chosen));
      } catch {
        // Then it is so until the page is left.
      }
    }}
  >
    {speeds.map((s) => (
      <option key={s} value={String(s)}>
        {s === 0.5 ? '½' : s}×
      </option>
    ))}
  </select>
);
