import type { OwnView } from '../engine/protocol.ts';
import { placeAll, senderOf } from '../exercise/marks.ts';

/** Puts a learner's own packets on the drawn network of their lab, beside the lab's. */
export const placeOwn = (inside: Element, views: readonly OwnView[]): void => {
  const network = inside.closest('.ft-lab')?.querySelector('.ft-net');
  if (!network) return;
  const sent = views.flatMap((view) => (view.kind === 'sent' ? [view.packet] : []));
  placeAll(
    network,
    sent.map((packet, i) => ({
      name: String.fromCharCode(65 + i),
      from: senderOf(packet),
      at: packet.end.host,
      look: `ft-own-mark ${packet.end.arrived ? '' : 'ft-stopped'}`,
    })),
    besides,
  );
};

/** The place beside that of the lab's packets. */
const besides = (machine: HTMLElement): HTMLElement => {
  const known = machine.nextElementSibling;
  if (known instanceof HTMLElement) return known;
  const place = document.createElement('span');
  place.className = 'ft-ended ft-own-ended';
  place.setAttribute('aria-hidden', 'true');
  machine.after(place);
  return place;
};
