/** Every way in which opening can fail ends, with words, and within its time. */
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Container, Running } from '../../../src/container/container.ts';
import { type Browser, type Needs, NotOpened, open, steps, unfit } from '../../../src/container/open.ts';

const never = <T>(): Promise<T> => new Promise(() => {});
const running = (status: number): Running => ({
  exit: Promise.resolve(status),
  output: new ReadableStream(),
  write() {},
  resize() {},
  kill() {},
});
const made = (change: Partial<Container> = {}) => {
  const given = { torn: 0 };
  const container: Container = {
    mount: async () => {},
    spawn: async () => running(0),
    read: async () => '',
    write: async () => {},
    list: async () => [],
    watch: () => () => {},
    onLost() {},
    teardown: async () => void given.torn++,
    ...change,
  };
  return { given, container };
};
const needs = (change: Partial<Needs>): Needs => ({
  bundle: async () => 'b',
  tree: async () => ({}),
  container: async () => made().container,
  shell: ['jsh'],
  size: { cols: 80, rows: 24 },
  linkEtc: true,
  ...change,
});
const opening = async (given: Needs) => {
  const said: string[] = [];
  const done = open(given, (s) => said.push(s)).then(
    (o) => o,
    (e: unknown) => e,
  );
  await vi.advanceTimersByTimeAsync(60_000);
  return { done: await done, said };
};

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

it('goes through its steps, and says each', async () => {
  const { done, said } = await opening(needs({}));
  expect(done).toHaveProperty('shell');
  expect(said).toEqual(Object.values(steps).map((s) => s.say));
});

describe.each<[string, (fail: () => Promise<never>) => Partial<Needs>, keyof typeof steps]>([
  ['the commands', (fail) => ({ bundle: fail }), 'files'],
  ['the boot', (fail) => ({ container: fail }), 'boot'],
  ['the mounting', (fail) => ({ container: async () => made({ mount: fail }).container }), 'mount'],
  [
    'the setting up',
    (fail) => ({
      container: async () =>
        made({ spawn: (p) => (p === 'node' ? fail() : Promise.resolve(running(0))) }).container,
    }),
    'setup',
  ],
  [
    'the setting up, which does not end',
    (fail) => ({
      container: async () => made({ spawn: async () => ({ ...running(0), exit: fail() }) }).container,
    }),
    'setup',
  ],
  [
    'the shell',
    (fail) => ({
      container: async () =>
        made({ spawn: (p) => (p === 'jsh' ? fail() : Promise.resolve(running(0))) }).container,
    }),
    'shell',
  ],
])('%s', (_, change, step) => {
  it('never ends', async () => {
    const { done, said } = await opening(needs(change(never)));
    expect(done).toEqual(new NotOpened(steps[step].late));
    expect(said.at(-1)).toBe(steps[step].say);
  });
  it('is refused', async () => {
    const { done } = await opening(needs(change(() => Promise.reject(new Error('no room')))));
    expect(done).toEqual(new NotOpened(`${steps[step].late} It says: no room`));
  });
});

it('a container that comes too late is given back', async () => {
  const { given, container } = made();
  await opening(needs({ container: () => new Promise((done) => setTimeout(() => done(container), 50_000)) }));
  expect(given.torn).toBe(1);
});

it('a container in which nothing can be made ready is given back', async () => {
  const { given, container } = made({ spawn: async () => running(9) });
  const { done } = await opening(needs({ container: async () => container }));
  expect(String(done)).toContain('status 9');
  expect(given.torn).toBe(1);
});

it.each(Object.values(steps).map(({ say }, index) => [say, index] as const))(
  'it is stopped at “%s”, and what came is given back',
  async (_, index) => {
    const after = <T>(value: T) => new Promise<T>((done) => setTimeout(() => done(value), 1000));
    const { given, container } = made({
      mount: () => after(undefined),
      spawn: () => after(running(0)),
    });
    const why = new NotOpened('stopped');
    let stop = (_why: NotOpened) => {};
    const stopped = new Promise<never>((_resolve, reject) => {
      stop = reject;
    });
    const done = open(
      needs({ bundle: () => after('b'), container: () => after(container) }),
      (say) => {
        if (say === Object.values(steps)[index]!.say) stop(why);
      },
      stopped,
    ).catch((error: unknown) => error);
    await vi.advanceTimersByTimeAsync(60_000);
    expect(await done).toBe(why);
    // Before the second step there is none.
    expect(given.torn).toBe(index === 0 ? 0 : 1);
  },
);

const good: Browser = {
  isolated: true,
  secure: true,
  framed: false,
  storage: true,
  serviceWorker: true,
  webAssembly: true,
};
it('a fit browser is let in', () => expect(unfit(good)).toBeNull());
it.each<[Partial<Browser>, RegExp]>([
  [{ isolated: false }, /does not send the headers/],
  [{ isolated: false, framed: true }, /inside another one/],
  [{ isolated: false, secure: false }, /https/],
  [{ storage: false }, /storage is blocked/],
  [{ webAssembly: false }, /WebAssembly/],
  [{ serviceWorker: false }, /service workers/],
])('%o is told why', (change, why) => expect(unfit({ ...good, ...change })).toMatch(why));
