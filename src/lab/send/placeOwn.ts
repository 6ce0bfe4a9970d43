import type { OwnView } from '../engine/protocol.ts';

/** Puts a learner's own packets on the drawn network of their lab, beside the lab's. For the eye: the list says the same. */
export const placeOwn = (inside: Element, views: readonly OwnView[]): void => {
  const sent = views.flatMap((view) => (view.kind === 'sent' ? [view.packet] : []));
  const places = inside.closest('.ft-lab')?.querySelectorAll<HTMLElement>('.ft-net [data-at]') ?? [];
  for (const place of places) {
    const beside =
      place.nextElementSibling ?? place.parentElement!.appendChild(document.createElement('span'));
    beside.className = 'ft-ended ft-own-ended';
    beside.setAttribute('aria-hidden', 'true');
    const marks = sent.flatMap(({ end }, i) => {
      if (end.host !== place.dataset['at']) return [];
      const mark = document.createElement('b');
      mark.className = `ft-envelope ft-own-mark ${end.arrived ? '' : 'ft-stopped'}`;
      mark.textContent = String.fromCharCode(65 + i);
      return [mark];
    });
    beside.replaceChildren(...marks);
  }
};
