/**
 * The simulator as a page uses it: requests in, answers and events out. It keeps the worlds of the labs that
 * were opened. Knows neither DOM nor worker, so tests call it directly.
 */

import { readWorld, worldText } from '../../container/files.ts';
import { treeOf } from '../../container/tree.ts';
import { gradeAnswer, isExercise, kindOf } from '../../course/exercise.ts';
import type { ExerciseAnswer } from '../../course/kinds/index.ts';
import type { Grade } from '../../course/kinds/kind.ts';
import { labText } from '../../course/labText.ts';
import { type LabView, labView } from '../../course/labView.ts';
import { type PreparedLab, prepareLab } from '../../course/prepareLab.ts';
import { type LabResult, runLab, runText, tryWorld } from '../../course/runLab.ts';
import { dumpPage } from '../../explain/dumpPage.ts';
import { save } from '../../netfilter/print/save.ts';
import type { World } from '../../network/world.ts';
import { complete, describeWord } from '../../shell/complete.ts';
import { run } from '../../shell/run.ts';
import { drawFold, drawJourney, drawText, drawWay } from '../../trace/drawnWay.ts';
import { buildLab } from '../exercise/buildLab.ts';
import type { LabDefinition } from '../exercise/builtLab.ts';
import type { Turns } from './console.ts';
import { openTerminal, type Sent, type Terminal } from './openTerminal.ts';
import type { Asked, Message, Request, Requests, WayRef } from './protocol.ts';
import { readHandover } from './readHandover.ts';

interface OpenLab extends LabDefinition {
  readonly prepared: PreparedLab<LabDefinition['lab']>;
  runs: number;
  /** The packets of the last run, and those of the terminal's last commands, by key. */
  packets: ReadonlyMap<string, Sent>;
  terminal: Terminal | null;
}

/** What a request is about is not there: the worker was started anew, or a later run took its place. */
class Gone extends Error {}

type Handlers = { readonly [K in Asked]: (asked: Requests[K][0]) => Requests[K][1] };

/** Begins a simulator. `post` takes every message to the page; `turns` lets a terminal's loops rest. */
export const createEngine = (
  post: (message: Message) => void,
  turns: Turns,
): { readonly take: (request: Request) => void } => {
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
    const { packets, terminal } = labOf(lab);
    const sent = packets.get(key) ?? terminal?.sent(key);
    if (!sent) throw new Gone(`packets ${key} of ${lab} are gone`);
    return sent;
  };
  /** Keeps the packets of a result, and says what the lab shows of it. */
  const shown = (open: OpenLab, result: LabResult): LabView => {
    open.runs++;
    open.packets = new Map(
      result.packets.map(({ trace, world }, i) => [`${open.runs}.${i}`, { trace, world }]),
    );
    return labView(result, open.runs);
  };
  const worldFrom = (text: string): World => {
    const world = readWorld(text);
    if (!world) throw new Gone('this is no world');
    return world;
  };

  const handlers: Handlers = {
    build: (definition) => buildLab(definition).built,
    open({ lab, definition }) {
      labs.get(lab)?.terminal?.close();
      const prepared = prepareLab(definition.lab, definition.network);
      labs.set(lab, { ...definition, prepared, runs: 0, packets: new Map(), terminal: null });
      return null;
    },
    run({ lab: name, answer }) {
      const open = labOf(name);
      return shown(open, runLab(open.prepared, textOf(open, answer)));
    },
    grade({ lab: name, answer }) {
      const open = labOf(name);
      return grade(open, answer);
    },
    way({ of }) {
      const { trace, world } = sentOf(of);
      return drawWay(trace, world);
    },
    journey({ of, which }) {
      const { trace } = sentOf(of);
      if (!trace.journeys[which]) throw new Gone(`no packet ${which}`);
      return drawJourney(trace, which);
    },
    'way-text'({ of }) {
      return drawText(sentOf(of).trace);
    },
    fold({ of, fold, from, count }) {
      return drawFold(sentOf(of).trace, fold, from, count);
    },
    complete: ({ text, at, language }) => complete(text, at, language),
    describe: ({ text, at }) => describeWord(text, at),
    explain: ({ text, lines }) => dumpPage(text, lines),
    terminal({ lab: name, lines, arrived, columns, rows }) {
      const open = labOf(name);
      open.terminal?.close();
      open.terminal = openTerminal(open.prepared, {
        lines,
        arrived: arrived && { world: worldFrom(arrived.world), files: arrived.files },
        columns,
        rows,
        turns,
        tell: (event) => post({ kind: 'terminal', lab: name, event }),
        shown: (world) => shown(open, tryWorld(open.lab, world)),
      });
      return null;
    },
    press({ lab, keys }) {
      const terminal = terminalOf(lab);
      for (const key of keys) terminal.press(key);
      return null;
    },
    paste({ lab, text }) {
      terminalOf(lab).paste(text);
      return null;
    },
    resize({ lab, columns, rows }) {
      terminalOf(lab).resize(columns, rows);
      return null;
    },
    close({ lab: name }) {
      const open = labs.get(name);
      open?.terminal?.close();
      if (open) open.terminal = null;
      return null;
    },
    world({ lab, text }) {
      return worldText(runText(labOf(lab).prepared, text).world);
    },
    'text-of'({ lab, world }) {
      const open = labOf(lab);
      const read = readWorld(world);
      return read && labText(open.prepared, read);
    },
    handover: ({ text }) => readHandover(text),
    look({ lab: name, world }) {
      const { lab } = labOf(name);
      const read = readWorld(world);
      if (!read || !Object.hasOwn(read.hosts, lab.host)) return null;
      return {
        rules: save(read.hosts[lab.host]!.filter),
        addresses: run(read, lab.host, 'ip -brief address; ip route; ip rule').stdout,
        way: drawText(read.sent),
      };
    },
    tree({ lab: name, world, files, bundle }) {
      const { lab, network } = labOf(name);
      return treeOf({ scenario: network, exercise: lab, world: worldFrom(world), files, bundle });
    },
  };

  const answered = <K extends Asked>(asked: K, args: Requests[K][0]): Requests[K][1] => handlers[asked](args);

  return {
    take({ id, asked, with: args }) {
      try {
        post({ kind: 'answer', id, value: answered(asked, args as Requests[typeof asked][0]) });
      } catch (error) {
        const message = error instanceof Error ? error.message : String(error);
        post({ kind: 'refused', id, why: error instanceof Gone ? 'gone' : 'failed', message });
      }
    },
  };
};

/** The text that a lab runs for an answer. */
const textOf = ({ lab }: OpenLab, answer: ExerciseAnswer): string =>
  isExercise(lab) ? kindOf(lab).textOf(lab, answer) : answer.kind === 'text' ? answer.text : lab.start;

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
