/** What Vite is given; its own type would tie this file to one version of Vite. */
interface Plugin {
  readonly name: string;
  readonly enforce: 'pre';
  /** Which modules it changes: Vite hands it these alone, without asking it about each. */
  readonly transform: {
    readonly filter: { readonly id: RegExp };
    handler(code: string, id: string, options?: { readonly ssr?: boolean }): string | null;
  };
}

/** Starlight waits for a quiet moment, and then loads 27 kB of search on every page. */
const theirs = 'const onIdle = window.requestIdleCallback || ((cb) => setTimeout(cb, 1));';

/**
 * Runs in Starlight's element, with its names. Loads when the button is pointed at, focused or used, or its keys are
 * pressed; once more at the next of these if that failed.
 */
const ours = `const onIdle = (load: () => Promise<void>) => {
  let asked = false;
  const want = async () => {
    if (asked) return;
    asked = true;
    const place = this.querySelector('#starlight__search')!;
    try {
      await load();
      place.querySelector('[data-late]')?.remove();
      if (dialog.open) this.querySelector('input')?.focus();
    } catch {
      asked = false;
      place.innerHTML = '<p data-late role="status">Search could not be loaded. Close this, and open it again to try once more.</p>';
    }
  };
  for (const event of ['pointerenter', 'focus', 'click']) openBtn.addEventListener(event, want);
  window.addEventListener('keydown', (e) => {
    if ((e.metaKey || e.ctrlKey) && e.key === 'k') void want();
  });
};`;

/** Starlight's search is loaded when it is wanted. A Starlight that is written another way fails the build. */
export const searchWhenWanted = (): Plugin => ({
  name: 'search-when-wanted',
  enforce: 'pre',
  transform: {
    filter: { id: /starlight.*\/Search\.astro\?.*type=script/ },
    handler(code, _, options) {
      // The dev server asks for it once more for its own side, where it is empty.
      if (options?.ssr) return null;
      if (!code.includes(theirs))
        throw new Error('Starlight’s Search.astro has changed: see src/site/search-when-wanted.ts');
      return code.replace(theirs, ours);
    },
  },
});
