/** What decided, as a sentence by itself: `is dropped by …` becomes `Dropped by …`, and what says more has its subject: `It reaches …`. */
export const sayAlone = (decided: string): string => {
  const [, alone] = /^is ((?!.*, and ).*)/.exec(decided) ?? [];
  return alone === undefined ? `It ${decided}.` : `${alone[0]!.toUpperCase()}${alone.slice(1)}.`;
};
