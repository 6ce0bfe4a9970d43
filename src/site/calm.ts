import type { ClientDirective } from 'astro';

declare global {
  interface Window {
    /** Says before an element that its script did not load, and lets the reader try again (LostScripts.astro). */
    scriptLost(before: Element, says: string, again: () => void): void;
  }
}

/**
 * `client:calm`: an island wakes when it comes into sight, and not before the page itself is there: its scripts do not
 * compete with what is read first. Where they do not come, it says so.
 */
const calm: ClientDirective = (load, _options, element) => {
  const wake = async () => {
    const hydrate = await load();
    await hydrate();
  };
  // Astro asks once more by itself, and then tells of it instead of rejecting.
  element.addEventListener('astro:hydration-error', () =>
    window.scriptLost(
      element,
      'The next part of this page did not load. You can read it, but not use it yet.',
      () => void wake(),
    ),
  );
  const watch = () => {
    const seen = new IntersectionObserver((entries) => {
      if (!entries.some((entry) => entry.isIntersecting)) return;
      seen.disconnect();
      void wake();
    });
    for (const child of element.children) seen.observe(child);
  };
  // Two frames after the page has loaded, it has been painted.
  const rest = () => requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(watch)));
  if (document.readyState === 'complete') watch();
  else addEventListener('load', rest, { once: true });
};

export default calm;
