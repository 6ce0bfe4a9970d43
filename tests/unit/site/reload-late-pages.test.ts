import { EventEmitter } from 'node:events';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { reloadLatePages } from '../../../src/site/reload-late-pages.ts';

beforeEach(() => void vi.useFakeTimers({ now: 1000 }));
afterEach(() => void vi.useRealTimers());

/** A server, what tells it of files and pages, and the pages that were told to load again. */
const served = () => {
  const [watcher, ws, sent, reloaded] = [
    new EventEmitter(),
    new EventEmitter(),
    [] as unknown[],
    [] as string[],
  ];
  const hot = { send: (...what: readonly unknown[]) => void sent.push(...what) };
  let ask = (): number => 0;
  reloadLatePages({
    watcher,
    ws,
    environments: { client: { hot } },
    middlewares: {
      use(handler) {
        ask = () => {
          let asked = '';
          handler(null, { setHeader: (_: string, value: string) => (asked = value) } as never, () => {});
          return Number(/^asked;dur=(\d+)$/.exec(asked)![1]);
        };
      },
    },
  });
  const come = (name: string, asked: number) =>
    ws.emit('four-tables:come', asked, { send: () => reloaded.push(name) });
  return { watcher, hot, sent, reloaded, ask: () => ask(), come };
};

test.each(['lessons/01-x.mdx', 'networks/home.yaml'])('a page that was asked for before %s', (file) => {
  const { watcher, reloaded, ask, come } = served();
  const before = ask();
  vi.advanceTimersByTime(10);
  watcher.emit('all', 'change', `/course/content/${file}`);
  vi.advanceTimersByTime(10);
  come('before', before);
  come('after', ask());
  expect(reloaded).toEqual(['before']);
});

test('a page that was asked for before what has changed was read', () => {
  const { watcher, hot, sent, reloaded, ask, come } = served();
  watcher.emit('all', 'change', '/course/content/lessons/01-x.mdx');
  vi.advanceTimersByTime(10);
  const before = ask();
  vi.advanceTimersByTime(10);
  hot.send({ type: 'full-reload' });
  expect(sent).toEqual([{ type: 'full-reload' }]);
  come('before', before);
  expect(reloaded).toEqual(['before']);
});

test('other files do not count', () => {
  const { watcher, reloaded, ask, come } = served();
  const before = ask();
  vi.advanceTimersByTime(10);
  watcher.emit('all', 'change', '/course/.astro/types.d.ts');
  come('before', before);
  expect(reloaded).toEqual([]);
});
