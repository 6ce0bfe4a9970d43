/**
 * The simulator as a page uses it: requests in, answers and events out. It keeps the worlds of the labs that
 * were opened. Knows neither DOM nor worker, so tests call it directly.
 */

import { readWorld } from '../../container/files.ts';
import { onlyAsWritten, packetsAsWritten } from '../../course/asWritten.ts';
import { firstText, gradeAnswer, isExercise, kindOf } from '../../course/exercise.ts';
import type { ExerciseAnswer } from '../../course/kinds/index.ts';
import type { Grade } from '../../course/kinds/kind.ts';
import { allPackets } from '../../course/lab.ts';
import { type LabView, labView } from '../../course/labView.ts';
import type { Misconception } from '../../course/mutate/misconception.ts';
import { packetKey } from '../../course/packetKey.ts';
import { type PreparedLab, prepareLab } from '../../course/prepareLab.ts';
import { type LabResult, runText, type TextResult, tryWorld } from '../../course/runLab.ts';
import type { World } from '../../network/world.ts';
import { asMeant } from '../../text/asMeant.ts';
import { lineAt } from '../../text/lineAt.ts';
import type { LabDefinition } from '../exercise/builtLab.ts';
import { loadFor, NotArrived, part, withLoading } from './loading.ts';
import type { Sent, Terminal } from './openTerminal.ts';
import type { Asked, Message, Request, Requests, WayRef } from './protocol.ts';
import type { Turns } from './slices.ts';

interface OpenLab extends LabDefinition {
  readonly prepared: PreparedLab<LabDefinition['lab']>;
  runs: number;
  /** The world that the lab's packets were last sent through, and what came of it. */
  tried: { readonly world: World; readonly result: LabResult } | null;
  /** The packets that the author's sentences are about; null until they are asked for. */
  written: LabResult['packets'] | null;
  /** What a saved text without a mistake made last; null before the first. */
  loaded: World | null;
  /** The packets of the last run, by key. */
  packets: ReadonlyMap<string, Sent>;
  /** Those that were sent in place of one of the lab's, by key. */
  readonly others: Map<string, Sent>;
  terminal: Terminal | null;
}

/** What a request is about is not there: the worker was started anew, or a later run took its place. */
class Gone extends Error {}

type Handlers = {
  readonly [K in Asked]: (asked: Requests[K][0]) => Requests[K][1] | Promise<Requests[K][1]>;
};

// Parts that not every lab needs.
const terminals = () => part(() => import('./openTerminal.ts'));
const drawing = () => part(() => import('../../trace/drawnWay.ts'));
const completing = () => part(() => import('./completeIn.ts'));
const describing = () => part(() => import('../../shell/describe.ts'));
const explaining = () => part(() => import('../../explain/dumpPage.ts'));
const handover = () => part(() => import('./handover.ts'));

/** Begins a simulator. `post` takes every message to the page; `turns` lets a terminal's loops rest. */
export const createEngine = (
  post: (message: Message) => void,
  turns: Turns,
): { readonly take: (request: Request) => Promise<void> } => {
  const labs = new Map<string, OpenLab>();
  const labOf = (name: string): OpenLab => {
    const lab = labs.get(name);
    if (!lab) throw new Gone(`no lab ${name} is open`);
    return lab;
  };
  const terminalOf = (name: string): Terminal => {
    const { terminal } = labOf(name);
    if (!terminal) throw new Gone(`no terminal of ${name} is open`);
    return terminal;
  };
  const sentOf = ({ lab, key }: WayRef): Sent => {
    const { packets, others, terminal } = labOf(lab);
    const sent = packets.get(key) ?? others.get(key) ?? terminal?.sent(key);
    if (!sent) throw new Gone(`packets ${key} of ${lab} are gone`);
    return sent;
  };
  /** Sends a lab's packets through a world, keeps them, and says what the lab shows then. */
  const shown = (open: OpenLab, { world, ...made }: TextResult): LabView => {
    // Saved text with a mistake loads nothing: key after key, the network is the same.
    if (open.tried?.world !== world) {
      const result = onlyAsWritten(open.lab, tryWorld(open.lab, world), () => {
        open.written ??= packetsAsWritten(open.prepared);
        return open.written;
      });
      open.runs++;
      open.tried = { world, result };
      open.packets = new Map(
        result.packets.map((packet, i) => [
          packetKey(open.runs, i),
          { trace: packet.trace, world: packet.world },
        ]),
      );
    }
    return labView(open.lab, { ...open.tried.result, ...made }, open.runs);
  };

  const handlers: Handlers = {
    async open({ lab: name, definition: { lab, network } }) {
      labs.get(name)?.terminal?.close();
      const rules = Object.values(network.hosts).map((host) => host.rules ?? '');
      const changes = lab.changes.flatMap(({ steps }) =>
        steps.map((step) => (step.kind === 'command' ? step.command : '')),
      );
      await loadFor(lab.start, ...lab.show, ...changes, ...rules);
      const prepared = prepareLab(lab, network);
      labs.set(name, {
        lab,
        network,
        prepared,
        runs: 0,
        tried: null,
        written: null,
        loaded: null,
        terminal: null,
        packets: new Map(),
        others: new Map(),
      });
      return null;
    },
    async run({ lab, answer }) {
      const open = labOf(lab);
      const text = textOf(open, answer);
      await loadFor(text);
      return shown(open, load(open, text));
    },
    'read-answer'({ lab: name, value }) {
      const { lab } = labOf(name);
      return isExercise(lab) ? kindOf(lab).readAnswer(lab, value) : null;
    },
    async grade({ lab, answer }) {
      const open = labOf(lab);
      await loadFor(textOf(open, answer));
      const graded = grade(open, answer);
      if (graded.passed || graded.hint !== null) return graded;
      const found = await mistake(open, answer);
      return found ? { ...graded, hint: found.says, misconception: found.id } : graded;
    },
    misconception: async ({ lab, answer }) => (await mistake(labOf(lab), answer))?.id ?? null,
    async another({ lab, packet, sent, known }) {
      const { prepared, others } = labOf(lab);
      return (await handover()).askAgain(prepared, packet, { sent, known }, others);
    },
    async send({ lab: name, steps }) {
      const { lab, tried, runs, others } = labOf(name);
      if (!tried) throw new Gone('nothing was run');
      return (await handover()).send(lab, tried.world, `own ${runs}`, steps, others);
    },
    async help({ lab, answer }) {
      const open = labOf(lab);
      const { help } = await handover();
      if (!isExercise(open.lab)) throw new Gone('a lab has no solution');
      const kind = kindOf(open.lab);
      await loadFor(textOf(open, answer), kind.solution(open.lab) ?? '');
      const hint = grade(open, answer).hint ?? (await mistake(open, answer))?.says ?? null;
      const text = textOf(open, answer);
      const ran = load(open, text);
      const [problem] = open.terminal ? [] : ran.problems;
      const line = problem ? lineAt(text, problem.from) : null;
      const made = open.terminal?.world ?? ran.world;
      return help({ ...open.prepared, lab: open.lab }, made, line, hint);
    },
    async way({ of }) {
      const { trace, world } = sentOf(of);
      return (await drawing()).drawWay(trace, world);
    },
    async gate({ of }) {
      const { packets, tried } = labOf(of.lab);
      const { drawGate } = await drawing();
      const gate = drawGate(sentOf(of).trace);
      const others = [...packets].flatMap(([key, sent], i) => {
        const found = key === of.key ? null : drawGate(sent.trace);
        const same =
          found?.chain === gate?.chain && found?.table === gate?.table && found?.host === gate?.host;
        return found && same ? [{ key, name: tried!.result.packets[i]!.expected.probe.name }] : [];
      });
      return { gate, other: others[0] ?? null };
    },
    async journey({ of, which }) {
      const { trace } = sentOf(of);
      if (!trace.journeys[which]) throw new Gone(`no packet ${which}`);
      return (await drawing()).drawJourney(trace, which);
    },
    'way-text': async ({ of }) => (await drawing()).drawText(sentOf(of).trace),
    fold: async ({ of, fold, from, count }) =>
      (await drawing()).drawFold(sentOf(of).trace, fold, from, count),
    complete: async ({ lab, text, at, language }) =>
      (await completing()).completeIn(labOf(lab).prepared, text, at, language),
    describe: async ({ text, at, language }) => (await describing()).describe(text, at, language),
    async explain({ text, lines }) {
      const { dumpPage } = await explaining();
      await loadFor(text);
      return dumpPage(text, lines);
    },
    async terminal({ lab, lines, arrived, columns, rows }) {
      const open = labOf(lab);
      open.terminal?.close();
      const world = arrived && readWorld(arrived.world);
      if (arrived && !world) throw new Gone('this is no world');
      await loadFor(...lines.map((l) => l.line), arrived?.world ?? '');
      const { openTerminal } = await terminals();
      // What the solution needs is loaded now: a terminal that was left alone could not wait for it.
      if (allPackets(open.lab).length > 0) open.written ??= packetsAsWritten(open.prepared);
      open.terminal = openTerminal(open.prepared, {
        lines,
        arrived: world && { world, files: arrived.files },
        columns,
        rows,
        turns,
        tell: (event) => post({ kind: 'terminal', lab, event }),
        shown: (world) => shown(open, { world, problems: [], ran: [] }),
      });
      return null;
    },
    press({ lab, keys }) {
      const terminal = terminalOf(lab);
      for (const key of keys) terminal.press(key);
      return null;
    },
    paste({ lab, text }) {
      terminalOf(lab).paste(asMeant(text).text);
      return null;
    },
    resize({ lab, columns, rows }) {
      terminalOf(lab).resize(columns, rows);
      return null;
    },
    close({ lab }) {
      const open = labs.get(lab);
      open?.terminal?.close();
      if (open) open.terminal = null;
      return null;
    },
    build: async (definition) => (await handover()).buildLab(definition).built,
    async world({ lab, text }) {
      const { prepared } = labOf(lab);
      await loadFor(text);
      return (await handover()).worldAfter(prepared, text);
    },
    'text-of': async ({ lab, world }) => (await handover()).textOfWorld(labOf(lab).prepared, world),
    handover: async (handed) => (await handover()).readHandover(handed),
    look: async ({ lab, world }) => (await handover()).lookAt(labOf(lab).prepared, world),
    tree: async (asked) => (await handover()).treeFor(labOf(asked.lab), asked),
  };

  const answer = async ({ id, asked, with: args }: Request): Promise<void> => {
    const handler = handlers[asked] as (asked: unknown) => unknown;
    try {
      post({ kind: 'answer', id, value: await withLoading(() => handler(args)) });
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error);
      const why = error instanceof Gone ? 'gone' : error instanceof NotArrived ? 'unavailable' : 'failed';
      post({ kind: 'refused', id, why, message });
    }
  };
  /** One request is done before the next begins, so that what is asked next finds what was asked before. */
  let queue: Promise<void> = Promise.resolve();
  return {
    take(request) {
      queue = queue.then(() => answer(request));
      return queue;
    },
  };
};

/** The text that a lab runs for an answer. */
const textOf = ({ lab }: OpenLab, answer: ExerciseAnswer): string =>
  isExercise(lab) ? kindOf(lab).textOf(lab, answer) : answer.kind === 'text' ? answer.text : lab.start;

/**
 * Runs a lab's text. A saved one with a mistake is not loaded, as by iptables-restore: the rules that were loaded before it are in
 * force, at first those that the lab begins with.
 */
const load = (open: OpenLab, text: string): TextResult => {
  const { lab, prepared } = open;
  const ran = runText(prepared, text);
  if (lab.language !== 'save') return ran;
  if (ran.problems.length === 0) {
    // A text without a table, as where all is deleted to be written anew, changes nothing that is in force.
    if (/^COMMIT\s*$/m.test(text)) open.loaded = ran.world;
    return ran;
  }
  open.loaded ??= runText(prepared, firstText(lab)).world;
  return { ...ran, world: open.loaded };
};

/** The misconception that a wrong answer shows; null where it did not load, because the rules in force are then not its. */
const mistake = async (open: OpenLab, answer: ExerciseAnswer): Promise<Misconception | null> => {
  const { lab, prepared, terminal } = open;
  if (!isExercise(lab)) return null;
  const ran = terminal ? null : load(open, textOf(open, answer));
  if (ran && ran.problems.length > 0) return null;
  const { explainMistake } = await handover();
  const done = terminal
    ? { world: terminal.world, ran: terminal.ran }
    : { world: ran!.world, text: textOf(open, answer) };
  return explainMistake({ ...prepared, lab }, done);
};

/** Grades an answer; at a terminal, what was done there is part of it. */
const grade = ({ lab, prepared, terminal }: OpenLab, answer: ExerciseAnswer): Grade => {
  if (!isExercise(lab)) throw new Gone('a lab has no grade');
  const exercise = { ...prepared, lab };
  if (!terminal) {
    if (lab.language === 'terminal') throw new Gone('its terminal is not open');
    return gradeAnswer(exercise, answer);
  }
  if (answer.kind === 'findings') return gradeAnswer(exercise, { ...answer, ran: terminal.ran });
  const graded = kindOf(lab).gradeResult(lab, tryWorld(lab, terminal.world));
  if (!graded) throw new Error(`${lab.kind} is not answered at a terminal`);
  return graded;
};
