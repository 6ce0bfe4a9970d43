import { useEffect, useRef } from 'preact/hooks';
import type { KindProps, Unbuilt } from './kindView.ts';
import { isLoaded } from './verdict.ts';

/** The network is drawn when the site is built; a script only puts the packets on it. */
const AsBuilt = import.meta.env.SSR ? (await import('./Network.tsx')).Network : null;

/** A lab's network, with the packets where they ended. */
export const DrawnNetwork = ({
  lab,
  live,
  unbuilt,
}: KindProps & { readonly unbuilt: Unbuilt | undefined }) => {
  const Drawn = unbuilt?.Network ?? AsBuilt;
  const { kind, view } = lab.built;
  // Of a text that does not load none of them is right or wrong.
  const judged = kind !== null && isLoaded(lab, live.session);
  const { packets } = live.session.view;
  const frame = useRef<HTMLDivElement>(null);
  /** The packets that the network was drawn with, or those that were put on it since. */
  const placed = useRef({ packets: view.packets, judged: kind !== null });
  useEffect(() => {
    const { current } = placed;
    if ((packets === current.packets && judged === current.judged) || kind?.hidesOutcomes) return;
    placed.current = { packets, judged };
    live.later(
      ({ placeMarks }) => placeMarks(frame.current!, packets, judged),
      () => {},
    );
  }, [packets, judged]);
  return Drawn ? (
    <div ref={frame} class="ft-network">
      <Drawn {...lab} />
    </div>
  ) : (
    // What was built stays as it is.
    <div ref={frame} class="ft-network" dangerouslySetInnerHTML={{ __html: '' }} />
  );
};
