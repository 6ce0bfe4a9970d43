/** How many hints to show of an answer's, after those of an earlier answer: up to the first that was not shown. */
export const hintsToShow = (shown: readonly string[], hints: readonly string[]): number => {
  const fresh = hints.findIndex((hint) => !shown.includes(hint));
  return (fresh < 0 ? hints.length : fresh) + 1;
};
