/** Has rules of printed listings explained: where a mouse rests, where a finger taps, and by F1 in the listing that has the keyboard. */

const listings = '.ft-printed pre, .output pre, .expressive-code pre';
/** Milliseconds that a mouse rests. */
const rests = 350;

type Part = typeof import('./meaning.ts');

export const offerMeaning = (): void => {
  let timer: ReturnType<typeof setTimeout>;
  let part: Part | null = null;
  // Without that part nothing is said, and nothing is lost.
  const use = (act: (part: Part) => unknown) =>
    import('./meaning.ts').then(
      (come) => {
        part = come;
        act(come);
      },
      () => {},
    );
  const listingOf = ({ target }: Event) =>
    target instanceof Element ? target.closest<HTMLElement>(listings) : null;
  const stop = () => {
    clearTimeout(timer);
    part?.hideMeaning();
  };
  addEventListener('pointermove', (event) => {
    if (event.pointerType !== 'mouse') return;
    clearTimeout(timer);
    const of = listingOf(event);
    if (!of) return part?.hideMeaning();
    const { clientX, clientY } = event;
    timer = setTimeout(() => use((p) => p.meaningAt(of, clientX, clientY)), rests);
  });
  addEventListener('click', (event) => {
    const of = listingOf(event);
    if (!of || (event as PointerEvent).pointerType === 'mouse') return stop();
    void use((p) => p.meaningAt(of, event.clientX, event.clientY));
  });
  addEventListener('keydown', (event) => {
    const of = listingOf(event);
    if (event.key !== 'F1' || !of) return stop();
    event.preventDefault();
    void use((p) => p.nextMeaning(of));
  });
  addEventListener('scroll', stop, { capture: true, passive: true });
};
