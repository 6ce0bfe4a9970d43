/** A lab on the whole screen: the browser's full screen, or the top layer of the page where there is none. */
import * as labels from '../../labels/en.ts';
import { say } from '../../labels/say.ts';
import styles from './fullScreen.css?inline';

let styled = false;

/** Gives the lab of a button the whole screen, or takes it back. */
export const fullScreen = async (button: HTMLElement): Promise<void> => {
  const lab = button.closest<HTMLElement>('.ft-lab')!;
  if (lab.classList.contains('ft-covers')) return leave(lab);
  if (!styled) {
    styled = true;
    document.head.append(Object.assign(document.createElement('style'), { textContent: styles }));
  }
  const left = new AbortController();
  const { signal } = left;
  const over = () => {
    left.abort();
    lab.classList.remove('ft-covers');
    lab.popover = null;
    button.textContent = say(labels.fullScreen);
    button.scrollIntoView({ block: 'nearest' });
  };
  lab.classList.add('ft-covers');
  button.textContent = say(labels.leaveFullScreen);
  try {
    await lab.requestFullscreen();
    // It tells of the beginning too.
    const changed = () => document.fullscreenElement !== lab && over();
    document.addEventListener('fullscreenchange', changed, { signal });
  } catch {
    // Not there, as on some phones, or not allowed, as in a frame.
    lab.popover = 'manual';
    lab.showPopover();
    const closed = (e: Event) => (e as ToggleEvent).newState === 'closed' && e.target === lab && over();
    lab.addEventListener('toggle', closed, { signal });
    const pressed = (e: KeyboardEvent) => e.key === 'Escape' && !e.defaultPrevented && leave(lab);
    addEventListener('keydown', pressed, { signal });
  }
  lab.scrollTop = 0;
  button.focus({ preventScroll: true });
};

const leave = (lab: HTMLElement): void => {
  if (document.fullscreenElement === lab) void document.exitFullscreen();
  else lab.hidePopover();
};
