/** What decided, as a sentence by itself: `is dropped by …` becomes `Dropped by …`, and what says more has its subject: `It reaches …`. */
export const sayAlone = (decided: string): string => {
  const says = decided.replace(/^is (?!.*, and )/, '');
  return says === decided ? `It ${says}.` : `${says[0]!.toUpperCase()}${says.slice(1)}.`;
};
