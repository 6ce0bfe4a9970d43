import type { ClientDirective } from 'astro';
import { openFields, replayOf, showWaiting, sleeper } from './early.ts';

declare global {
  interface Window {
    /** Says before an element that its script did not load, and lets the reader try again (LostScripts.astro). */
    scriptLost(before: Element, says: string, again: () => void): void;
    /** What an island asked for when its script came, and what has to be there before it is alive. */
    hydratesAfter?: Promise<unknown>;
  }
}

/**
 * `client:calm`: an island wakes when it comes into sight, and not before the page itself is there: its scripts do not
 * compete with what is read first. One that is touched wakes at once, and what is done meanwhile counts (early.ts).
 * Where its scripts do not come, it says so.
 */
const calm: ClientDirective = (load, _options, island) => {
  const asleep = sleeper(island);
  let asked = false;
  const lost = () => {
    asleep.lost = true;
    showWaiting(asleep, false);
    window.scriptLost(
      island,
      'The next part of this page did not load. You can read it, but not use it yet.',
      () => {
        asleep.lost = false;
        showWaiting(asleep, true);
        asked = false;
        void wake();
      },
    );
  };
  const wake = async () => {
    if (asked) return;
    asked = true;
    try {
      const hydrate = await load();
      await window.hydratesAfter;
      const replay = replayOf(island);
      await hydrate();
      if (!island.hasAttribute('ssr')) await replay();
    } catch (error) {
      lost();
      throw error;
    }
  };
  // Astro asks once more by itself, and then tells of it instead of rejecting.
  island.addEventListener('astro:hydration-error', lost);
  const watch = () => {
    const seen = new IntersectionObserver((entries) => {
      if (!entries.some((entry) => entry.isIntersecting)) return;
      seen.disconnect();
      void wake();
    });
    for (const child of island.children) seen.observe(child);
  };
  openFields(island);
  asleep.wake = wake;
  if (asleep.touched) void wake();
  // Two frames after the page has loaded, it has been painted.
  const rest = () => requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(watch)));
  if (document.readyState === 'complete') watch();
  else addEventListener('load', rest, { once: true });
};

export default calm;
