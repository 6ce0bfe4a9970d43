import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { createClient, EngineError, type WorkerLike } from '../../../../src/lab/engine/client.ts';

/** Workers that do what a test tells them; `answers` is asked for each request. */
const played = (answers: (request: { id: number; asked: string; with: unknown }) => unknown) => {
  const workers: {
    ended: boolean;
    asked: string[];
    say: (data: unknown) => void;
    fail: () => void;
  }[] = [];
  const start = (): WorkerLike => {
    const listeners: Record<string, ((e: unknown) => void)[]> = {};
    const fire = (name: string, e: unknown) => {
      for (const heard of listeners[name] ?? []) heard(e);
    };
    const worker = {
      ended: false,
      asked: [] as string[],
      say: (data: unknown) => fire('message', { data }),
      fail: () => fire('error', {}),
    };
    workers.push(worker);
    return {
      postMessage(request: { id: number; asked: string; with: unknown }) {
        worker.asked.push(request.asked);
        const value = answers(request);
        if (value !== undefined) worker.say({ kind: 'answer', id: request.id, value });
      },
      terminate() {
        worker.ended = true;
      },
      addEventListener(name: string, heard: (e: unknown) => void) {
        listeners[name] = [...(listeners[name] ?? []), heard];
      },
    } as unknown as WorkerLike;
  };
  return { start, workers };
};

const why = (promise: Promise<unknown>) =>
  promise.then(
    () => 'answered',
    (error: unknown) => (error instanceof EngineError ? error.why : String(error)),
  );
const definition = { lab: {}, network: { hosts: {} } } as never;
const answer = { kind: 'text', text: '' } as const;

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

it('starts no worker before something is asked', () => {
  const { start, workers } = played(() => null);
  const client = createClient(start);
  client.lab('a', definition);
  expect(workers).toHaveLength(0);
  void client.ask('describe', { text: '', at: 0, language: 'commands' });
  expect(workers).toHaveLength(1);
});

it('a lab is opened once in each worker, before anything else is asked of it', async () => {
  const { start, workers } = played(({ asked }) =>
    asked === 'run' && workers.length === 1 ? undefined : {},
  );
  const lab = createClient(start).lab('a', definition);
  const first = why(lab.ask('run', { answer }));
  workers[0]!.say({ kind: 'ready' });
  vi.advanceTimersByTime(6000);
  expect(await first).toBe('late');
  expect(workers[0]!.ended).toBe(true);
  expect(await why(lab.ask('run', { answer }))).toBe('answered');
  await lab.ask('run', { answer });
  expect(workers.map((w) => w.asked)).toEqual([
    ['open', 'run'],
    ['open', 'run', 'run'],
  ]);
});

it('a lab that could not be opened says why, and is opened again by what is asked next', async () => {
  const { start, workers } = played(() => undefined);
  const lab = createClient(start).lab('a', definition);
  const first = why(lab.ask('run', { answer }));
  const [worker] = workers;
  worker!.say({ kind: 'refused', id: 0, why: 'unavailable', message: 'a file did not come' });
  worker!.say({ kind: 'refused', id: 1, why: 'gone', message: 'no lab a is open' });
  expect(await first).toBe('unavailable');
  const second = why(lab.ask('run', { answer }));
  expect(worker!.asked).toEqual(['open', 'run', 'open', 'run']);
  worker!.say({ kind: 'answer', id: 2, value: null });
  worker!.say({ kind: 'refused', id: 3, why: 'gone', message: 'packets 1.0 of a are gone' });
  expect(await second).toBe('gone');
});

it('who misses the deadline is late, and the others were only ended with it', async () => {
  const { start, workers } = played(() => undefined);
  const client = createClient(start);
  const slow = why(client.ask('describe', { text: '', at: 0, language: 'commands' }));
  const other = why(client.ask('describe', { text: '', at: 0, language: 'commands' }, 60));
  workers[0]!.say({ kind: 'ready' });
  vi.advanceTimersByTime(6000);
  expect([await slow, await other]).toEqual(['late', 'ended']);
});

it('the deadline begins when the script has come', async () => {
  const { start, workers } = played(() => undefined);
  const asked = why(createClient(start).ask('describe', { text: '', at: 0, language: 'commands' }));
  vi.advanceTimersByTime(20_000);
  expect(workers[0]!.ended).toBe(false);
  workers[0]!.say({ kind: 'ready' });
  vi.advanceTimersByTime(4000);
  expect(workers[0]!.ended).toBe(false);
  vi.advanceTimersByTime(2000);
  expect(await asked).toBe('late');
});

it.each<[string, (worker: { fail: () => void }) => void]>([
  ['a script that does not come', (worker) => worker.fail()],
  ['a script that takes half a minute', () => vi.advanceTimersByTime(31_000)],
])('%s is unavailable, and asking again starts anew', async (_, happens) => {
  const { start, workers } = played(() => (workers.length === 1 ? undefined : 1));
  const client = createClient(start);
  const asked = why(client.ask('describe', { text: '', at: 0, language: 'commands' }));
  happens(workers[0]!);
  expect(await asked).toBe('unavailable');
  expect(await why(client.ask('describe', { text: '', at: 0, language: 'commands' }))).toBe('answered');
});

it('a browser that makes no workers is unavailable', async () => {
  const client = createClient(() => {
    throw new Error('blocked');
  });
  expect(await why(client.ask('describe', { text: '', at: 0, language: 'commands' }))).toBe('unavailable');
});

it('what is no message of ours is not heard', async () => {
  const { start, workers } = played(() => undefined);
  const client = createClient(start);
  const heard: unknown[] = [];
  client.lab('a', definition).listen((e) => heard.push(e));
  const asked = why(client.ask('describe', { text: '', at: 0, language: 'commands' }));
  for (const data of [
    null,
    'x',
    {},
    { kind: 'answer' },
    { kind: 'terminal', lab: 'a', event: { kind: 'x' } },
  ])
    workers[0]!.say(data);
  workers[0]!.say({ kind: 'terminal', lab: 'a', event: { kind: 'wrote', text: 'hi' } });
  workers[0]!.say({ kind: 'refused', id: 0, why: 'gone', message: '' });
  expect(await asked).toBe('gone');
  expect(heard).toEqual([{ kind: 'wrote', text: 'hi' }]);
});
