/**
 * The page's end of the simulator: starts its worker when something is first asked, gives every request a
 * deadline, and ends a worker that misses one. The next request starts another.
 */
import type { LabDefinition } from '../exercise/builtLab.ts';
import { type Asked, isMessage, type Message, type Requests, type TerminalEvent } from './protocol.ts';

/**
 * Why there is no answer. `late`: it missed the deadline, and the simulator was ended. `ended`: another request
 * did. `gone`: what it was about is not there any more. `unavailable`: the simulator could not be loaded.
 * `failed`: it has a fault of its own.
 */
export type NoAnswer = 'late' | 'ended' | 'gone' | 'unavailable' | 'failed';

export class EngineError extends Error {
  readonly why: NoAnswer;
  constructor(why: NoAnswer, message: string = why) {
    super(message);
    this.why = why;
  }
}

/** What of a worker is used; tests have one of their own. */
export type WorkerLike = Pick<Worker, 'postMessage' | 'terminate' | 'addEventListener'>;

/** Seconds until a request is late, and until a worker's script must have come. */
const deadline = 5;
const loading = 30;

interface Waiting {
  readonly resolve: (value: never) => void;
  readonly reject: (error: EngineError) => void;
  timer: ReturnType<typeof setTimeout> | null;
}

/** A lab in the simulator, opened again there whenever the worker is another one. */
export interface LabEngine {
  ask<K extends Asked>(
    asked: K,
    args: Omit<Requests[K][0], 'lab'>,
    seconds?: number,
  ): Promise<Requests[K][1]>;
  /** What happens at its terminal, until the returned function is called. */
  listen(heard: (event: TerminalEvent) => void): () => void;
  readonly name: string;
}

export interface Client {
  /** Starts the worker, if there is none. */
  wake(): void;
  ask<K extends Asked>(asked: K, args: Requests[K][0], seconds?: number): Promise<Requests[K][1]>;
  lab(name: string, definition: LabDefinition): LabEngine;
}

/** The page's end. `start` makes a worker; it may throw. */
export const createClient = (start: () => WorkerLike): Client => {
  let worker: WorkerLike | null = null;
  let ready = false;
  /** Which worker this is: what an earlier one knew, a later one has to be told. */
  let generation = 0;
  let next = 0;
  const waiting = new Map<number, Waiting>();
  const listeners = new Map<string, (event: TerminalEvent) => void>();
  let load: ReturnType<typeof setTimeout> | null = null;

  const end = (why: NoAnswer, message?: string, late?: number) => {
    worker?.terminate();
    worker = null;
    ready = false;
    generation++;
    if (load) clearTimeout(load);
    load = null;
    const all = [...waiting];
    waiting.clear();
    for (const [id, { reject, timer }] of all) {
      if (timer) clearTimeout(timer);
      reject(new EngineError(id === late ? 'late' : late === undefined ? why : 'ended', message));
    }
  };
  const settled = (id: number): Waiting | undefined => {
    const one = waiting.get(id);
    waiting.delete(id);
    if (one?.timer) clearTimeout(one.timer);
    return one;
  };
  const hear = (message: Message) => {
    switch (message.kind) {
      case 'ready':
        ready = true;
        if (load) clearTimeout(load);
        for (const begin of begun.splice(0)) begin();
        return;
      case 'answer':
        settled(message.id)?.resolve(message.value as never);
        return;
      case 'refused':
        settled(message.id)?.reject(new EngineError(message.why, message.message));
        return;
      case 'terminal':
        listeners.get(message.lab)?.(message.event);
    }
  };
  /** Deadlines of what was asked before the script came begin when it has. */
  let begun: (() => void)[] = [];
  const wake = () => {
    if (worker) return;
    begun = [];
    try {
      const started = start();
      worker = started;
      started.addEventListener('message', ((e: MessageEvent<unknown>) => {
        if (worker === started && isMessage(e.data)) hear(e.data);
      }) as EventListener);
      started.addEventListener('error', () => {
        // Whatever is thrown inside is caught there: this is a script that did not come, or did not parse.
        if (worker === started) end(ready ? 'failed' : 'unavailable');
      });
      load = setTimeout(() => end('unavailable'), loading * 1000);
    } catch {
      worker = null;
    }
  };

  const ask: Client['ask'] = (asked, args, seconds = deadline) =>
    new Promise((resolve, reject) => {
      wake();
      if (!worker) {
        reject(new EngineError('unavailable'));
        return;
      }
      const id = next++;
      const one: Waiting = { resolve: resolve as Waiting['resolve'], reject, timer: null };
      waiting.set(id, one);
      const begin = () => {
        if (waiting.has(id)) one.timer = setTimeout(() => end('ended', undefined, id), seconds * 1000);
      };
      if (ready) begin();
      else begun.push(begin);
      worker.postMessage({ id, asked, with: args });
    });

  return {
    wake,
    ask,
    lab(name, definition) {
      let openedIn = -1;
      let opened: Promise<unknown> = Promise.resolve();
      return {
        name,
        ask: (asked, args, seconds) => {
          wake();
          if (openedIn !== generation) {
            openedIn = generation;
            // The order of messages is kept, so what is asked next finds it open.
            opened = ask('open', { lab: name, definition });
            opened.catch(() => {
              openedIn = -1;
            });
          }
          const opening = opened;
          return ask(asked, { ...args, lab: name } as Requests[typeof asked][0], seconds).catch(
            async (error: EngineError) => {
              // A lab that is not there because it could not be opened: that is why.
              if (error.why === 'gone') await opening;
              throw error;
            },
          );
        },
        listen(heard) {
          listeners.set(name, heard);
          return () => {
            if (listeners.get(name) === heard) listeners.delete(name);
          };
        },
      };
    },
  };
};

/** This page's simulator. */
export const engine: Client = createClient(
  () => new Worker(new URL('./worker.ts', import.meta.url), { type: 'module', name: 'simulator' }),
);
