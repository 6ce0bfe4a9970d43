/** For what takes the place of what was pressed, a question or the button it came from: it has the keyboard now, and is in sight. */
export const asked = (question: HTMLElement | null): void => {
  question?.focus({ preventScroll: true });
  question?.scrollIntoView({ block: 'nearest' });
};
