/** What the strip of a lab leads to. It works on the page as it is, so that no lab has to know of the others. */
import * as labels from '../../labels/en.ts';
import { say } from '../../labels/say.ts';

const labOf = (strip: Element): HTMLElement => strip.closest<HTMLElement>('.ft-lab')!;

/** Brings an element into sight, and the keyboard with it. */
const goTo = (element: HTMLElement): void => {
  element.scrollIntoView({ block: 'nearest' });
  element.focus({ preventScroll: true });
};

/** Shows a lab's packets: where they are, or over the page where that is far away. */
export const showPackets = (strip: Element): void => {
  const list = labOf(strip).querySelector<HTMLElement>('.ft-list')!;
  list.tabIndex = -1;
  const { top, bottom } = list.getBoundingClientRect();
  const inSight = top >= 0 && bottom <= strip.getBoundingClientRect().top;
  if (inSight || !matchMedia('(width < 48rem)').matches) return goTo(list);
  // In the page its room stays as it is.
  const room = list.parentElement!;
  room.style.minHeight = `${room.offsetHeight}px`;
  const close = document.createElement('button');
  close.type = 'button';
  close.className = 'ft-close';
  close.textContent = say(labels.close);
  close.onclick = () => list.hidePopover();
  list.append(close);
  list.popover = 'auto';
  list.addEventListener('toggle', (e) => {
    if ((e as ToggleEvent).newState !== 'closed') return;
    list.popover = null;
    close.remove();
    room.style.minHeight = '';
  });
  list.showPopover();
  list.focus();
};

/** Opens a packet's way at the step that decided. */
export const showWay = (strip: Element, packet: number): void => {
  const way = labOf(strip).querySelectorAll<HTMLDetailsElement>('.ft-packet > details')[packet];
  if (!way) return;
  way.dataset['decides'] = '';
  way.open = true;
  way.querySelector('summary')!.focus({ preventScroll: true });
  way.scrollIntoView({ block: 'start' });
};
