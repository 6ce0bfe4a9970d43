/**
 * Scrolls to a part of a packet's way whose beginning is out of sight: above the player, or below the window or the lab's strip.
 */
export const bringIntoSight = (part: HTMLElement): void => {
  const foot = part.closest('.ft-lab')?.querySelector('.ft-strip')?.getBoundingClientRect().top;
  const player = part.closest('.ft-walk')?.querySelector<HTMLElement>('.ft-player');
  const { top } = part.getBoundingClientRect();
  const end = Math.min(innerHeight, foot ?? innerHeight);
  const nav = Number.parseFloat(getComputedStyle(document.documentElement).scrollPaddingTop) || 0;
  if (top >= nav + (player?.offsetHeight ?? 0) && top < end - 100) return;
  part.style.scrollMarginTop = `${(player?.offsetHeight ?? 0) + 8}px`;
  part.scrollIntoView({ block: 'start' });
};
