import type { ClientDirective } from 'astro';

/**
 * `client:calm`: an island wakes when it comes into sight, and not before the page itself is there: its scripts do not
 * compete with what is read first.
 */
const calm: ClientDirective = (load, _options, element) => {
  const wake = async () => {
    const hydrate = await load();
    await hydrate();
  };
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
