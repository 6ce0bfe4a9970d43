/**
 * What the interface of labs and exercises says, in English: the buttons, the verdicts, the words around hints. Each is a constant, so
 * that a page has the words that it uses and no others. `{name}` is a place for a value. Another language is a file of
 * content/labels, which has a line for each name that it translates.
 */
export const check = 'Check';
export const showHint = 'Show a hint';
export const showSolution = 'Show the solution';
export const hideSolution = 'Hide the solution';
export const oneSolution = 'One solution';
export const seeWay = 'See the way';
export const nextExercise = 'Next exercise';
export const nextLesson = 'Next lesson';
export const readAs = 'Read as it was meant: {what}.';
export const otherNumbers = 'Harder: other addresses and ports';
export const close = 'Close';
