/**
 * What a lab does when it is asked for: one part, because each further one is named in what every lab loads.
 */
export { goToTerminal } from '../container/goToTerminal.ts';
export { copyLink } from '../link/copyLink.ts';
export { copyReport } from '../link/copyReport.ts';
export { changedLines } from '../listing/changedLines.ts';
export { wasDoneWith } from '../record/doneWith.ts';
export { noteAttempt } from '../record/noteAttempt.ts';
export { Aid } from './Aid.tsx';
export { fullScreen } from './fullScreen.ts';
export { placeMarks } from './marks.ts';
export { goOn, nextExercise } from './nextExercise.ts';
export { Predicted } from './Predicted.tsx';
export { showPackets, showWay } from './showPackets.ts';
export { takeBackNumbers, takeOtherNumbers } from './varied/takeNumbers.ts';

/** Packets of the learner's own: a part by itself, that comes to those who send some. */
export const ownPackets = () => import('../send/Own.tsx');
