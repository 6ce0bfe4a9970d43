/** A lab as a page has it, asked without a worker: loops run when they are told to. */
import { readLessonAt, readNetworks } from '../../../../src/cli/files.ts';
import { createEngine } from '../../../../src/lab/engine/engine.ts';
import type { Asked, Message, Requests, TerminalEvent } from '../../../../src/lab/engine/protocol.ts';
import { buildLab } from '../../../../src/lab/exercise/buildLab.ts';
import type { BuiltLab } from '../../../../src/lab/exercise/builtLab.ts';
import { type Action, reduce, type Session, start } from '../../../../src/lab/exercise/session.ts';

const lessons = await Promise.all(
  ['01-listing-all-four-tables', '05-masquerade-versus-snat', '07-not-locking-yourself-out'].map((name) =>
    readLessonAt(`content/lessons/${name}.mdx`),
  ),
);

/** A lab or exercise of the course, as it is built into a page. */
export const labCalled = (id: string): BuiltLab => {
  for (const { lesson } of lessons) {
    const lab = [...lesson.labs, ...lesson.exercises].find((l) => l.id === id);
    if (lab) return buildLab({ lab, network: readNetworks('content')[lab.network]! });
  }
  throw new Error(`no lab ${id}`);
};

export const openPage = async (lab: string | BuiltLab) => {
  const built = typeof lab === 'string' ? labCalled(lab) : lab;
  const waiting: (() => void)[] = [];
  const events: TerminalEvent[] = [];
  let session: Session = start(built);
  let last: Message | null = null;
  const engine = createEngine(
    (message) => {
      // Whatever is sent to a page can be sent.
      structuredClone(message);
      if (message.kind !== 'terminal') last = message;
      else {
        const { event } = message;
        events.push(event);
        if (event.kind === 'entered' || event.kind === 'arrived') session = reduce(built, session, event);
        if (event.kind === 'rests')
          session = reduce(built, session, { kind: 'shown', view: event.view, answer: session.answer });
      }
    },
    { now: () => 0, later: (go) => waiting.push(go) },
  );
  const ask = async <K extends Asked>(
    asked: K,
    args: Omit<Requests[K][0], 'lab'>,
  ): Promise<Requests[K][1]> => {
    await engine.take({ id: 1, asked, with: { ...args, lab: 'page/lab' } } as never);
    if (last?.kind !== 'answer') throw new Error(JSON.stringify(last));
    return last.value as Requests[K][1];
  };
  await ask('open', { definition: { lab: built.lab, network: built.network } });
  return {
    built,
    ask,
    events,
    get session() {
      return session;
    },
    async act(action: Action) {
      session = reduce(built, session, action);
      if (built.lab.language !== 'terminal') {
        const { answer } = session;
        session = reduce(built, session, { kind: 'shown', view: await ask('run', { answer }), answer });
      }
    },
    async check() {
      session = reduce(built, session, {
        kind: 'graded',
        grade: await ask('grade', { answer: session.answer }),
      });
    },
    /** Opens the terminal, types lines, and lets everything run. */
    async type(...lines: readonly string[]) {
      if (events.length === 0) await ask('terminal', { lines: [], arrived: null, columns: 80, rows: 24 });
      for (const line of lines) {
        await ask('paste', { text: `${line}\n` });
        for (let go = waiting.shift(); go; go = waiting.shift()) go();
      }
    },
  };
};
