/** The worker's entry: one simulator for all labs of a page. */
import { createEngine } from './engine.ts';
import { isRequest, type Message } from './protocol.ts';

const post = (message: Message): void => self.postMessage(message);
const engine = createEngine(post, {
  now: () => performance.now(),
  later: (go) => void setTimeout(go, 0),
});
self.addEventListener('message', ({ data }: MessageEvent<unknown>) => {
  if (isRequest(data)) void engine.take(data);
});
post({ kind: 'ready' });
