/**
 * An embedded exercise tells the page around it how high it is, and when it is solved. The message may go to any page:
 * it holds nothing that the learner wrote.
 */
import { doneEvent, wasDone } from '../lab/progress.ts';
import type { EmbedMessage } from './embedMessage.ts';

const { page = '', lesson = '', exercise = '' } = document.querySelector('main')!.dataset;
const id = `${page}/${exercise}`;

const tell = (
  what:
    | { readonly type: 'size'; readonly height: number }
    | { readonly type: 'solved'; readonly earlier: boolean },
): void => {
  const message: EmbedMessage = { fourTables: 1, lesson, exercise, ...what };
  if (parent !== window) parent.postMessage(message, '*');
};

let told = 0;
new ResizeObserver(() => {
  const height = Math.ceil(document.body.getBoundingClientRect().height);
  if (height === told) return;
  told = height;
  tell({ type: 'size', height });
}).observe(document.body);

if (wasDone(id)) tell({ type: 'solved', earlier: true });
let solved = false;
addEventListener(doneEvent, (event) => {
  // A learner's own numbers are named after the exercise: ~17.
  if (solved || (event as CustomEvent<string>).detail.replace(/~\d+$/, '') !== id) return;
  solved = true;
  tell({ type: 'solved', earlier: false });
});
