/**
 * What a page asks of the simulator and what it is answered: plain data both ways, so that the simulator can
 * run in a worker. Worlds and traces stay there.
 */
import type { Texts } from '../../container/carried.ts';
import type { Tree } from '../../container/container.ts';
import type { ExerciseAnswer } from '../../course/kinds/index.ts';
import type { Grade } from '../../course/kinds/kind.ts';
import type { OtherPacket } from '../../course/kinds/predict.ts';
import type { LabView, PacketView } from '../../course/labView.ts';
import type { OwnStep } from '../../course/ownSteps.ts';
import type { StepView } from '../../course/sendSteps.ts';
import type { Difference } from '../../course/solutionDiff.ts';
import type { TranscriptEntry, TypedLine } from '../../course/typeLines.ts';
import type { DumpPage } from '../../explain/dumpPage.ts';
import type { Completion, Known } from '../../shell/choice.ts';
import type { DrawnJourney, DrawnLine, DrawnWay, FoldedRules, MissedRule } from '../../trace/drawnWay.ts';
import type { Gate } from '../../trace/gate.ts';
import type { HandedOver, Handover } from '../container/handover.ts';
import type { BuiltLab, LabDefinition, SentView } from '../exercise/builtLab.ts';
import type { Key } from './edit.ts';
import type { Changed } from './whatChanged.ts';

/** Packets of which the way can be drawn: those of a lab's last run, or of a command at its terminal. */
export interface WayRef {
  readonly lab: string;
  readonly key: string;
}

/** A packet that was sent in place of another, what it is (`saySent`), and by what its way is asked for. */
export type OtherView = PacketView & { readonly says: string; readonly key: string };

/** A packet to be asked about in place of another, and what it is. */
export interface NextPacket {
  readonly packet: OtherPacket;
  readonly says: string;
}

/** What came of one of a learner's own steps, and by what the way of its packet is asked for. */
export type OwnView = StepView & { readonly key: string };

/** A shell that was left elsewhere: its world as `worldText` writes it, and files by host. */
export interface ArrivedShell {
  readonly world: string;
  readonly files: Readonly<Record<string, Texts>>;
}

/**
 * Every request, as [what goes along, what comes back]. `lab` names a lab that `open` has told of. A request
 * about a lab, terminal or way that is not there any more is refused as `gone`.
 */
export interface Requests {
  /** What a page shows of a lab before anything is done in it, as the build does for the site's own. */
  readonly build: readonly [LabDefinition, BuiltLab['built']];
  readonly open: readonly [{ readonly lab: string; readonly definition: LabDefinition }, null];
  /** Runs the text of an answer: the lab's packets are sent, and its commands run. */
  readonly run: readonly [{ readonly lab: string; readonly answer: ExerciseAnswer }, LabView];
  /** Reads an answer that a browser kept; null if it does not belong to this exercise. */
  readonly 'read-answer': readonly [{ readonly lab: string; readonly value: unknown }, ExerciseAnswer | null];
  readonly grade: readonly [{ readonly lab: string; readonly answer: ExerciseAnswer }, Grade];
  /** The id of the misconception that a wrong answer shows; null if it is not known. */
  readonly misconception: readonly [{ readonly lab: string; readonly answer: ExerciseAnswer }, string | null];
  /**
   * Sends packets in place of a prediction's packet, and looks for another that asks the same; null if there is none.
   */
  readonly another: readonly [
    {
      readonly lab: string;
      readonly packet: string;
      readonly sent: readonly OtherPacket[];
      /** Those that were sent in place of the exercise's other packets. */
      readonly known: readonly OtherPacket[];
    },
    { readonly sent: readonly OtherView[]; readonly next: NextPacket | null },
  ];
  /** Makes a learner's own steps in the network as it was before the lab's packets were sent the last time. */
  readonly send: readonly [{ readonly lab: string; readonly steps: readonly OwnStep[] }, readonly OwnView[]];
  readonly way: readonly [{ readonly of: WayRef }, DrawnWay];
  /** The question before a way is decided, and another packet of the lab's last run about which the same can be asked. */
  readonly gate: readonly [
    { readonly of: WayRef },
    { readonly gate: Gate | null; readonly other: SentView | null },
  ];
  readonly journey: readonly [{ readonly of: WayRef; readonly which: number }, DrawnJourney];
  readonly 'way-text': readonly [{ readonly of: WayRef }, readonly DrawnLine[]];
  readonly fold: readonly [
    { readonly of: WayRef; readonly fold: FoldedRules; readonly from: number; readonly count: number },
    readonly MissedRule[],
  ];
  readonly complete: readonly [
    {
      readonly lab: string;
      readonly text: string;
      readonly at: number;
      readonly language: 'commands' | 'save';
    },
    Completion | null,
  ];
  readonly describe: readonly [
    { readonly text: string; readonly at: number; readonly language: 'commands' | 'save' },
    Known | null,
  ];
  /** Reads a pasted dump: what it is, its problems, and its first lines. */
  readonly explain: readonly [{ readonly text: string; readonly lines: number }, DumpPage];
  /** Opens the lab's terminal in place of the one before; the lines are typed again. */
  readonly terminal: readonly [
    {
      readonly lab: string;
      readonly lines: readonly TypedLine[];
      readonly arrived: ArrivedShell | null;
      readonly columns: number;
      readonly rows: number;
    },
    null,
  ];
  readonly press: readonly [{ readonly lab: string; readonly keys: readonly Key[] }, null];
  readonly paste: readonly [{ readonly lab: string; readonly text: string }, null];
  readonly resize: readonly [{ readonly lab: string; readonly columns: number; readonly rows: number }, null];
  readonly close: readonly [{ readonly lab: string }, null];
  /** Hints for an answer, one after the other, and how its rules differ from those of the solution. */
  readonly help: readonly [
    { readonly lab: string; readonly answer: ExerciseAnswer },
    {
      readonly hints: readonly string[];
      /** What differs from the solution and is no rule, in a sentence. */
      readonly settings: string | null;
      readonly differences: readonly Difference[];
    },
  ];
  /** The world after a lab's text, as `worldText` writes it. */
  readonly world: readonly [{ readonly lab: string; readonly text: string }, string];
  /** What a lab's text has to say so that its network is what this world is. */
  readonly 'text-of': readonly [{ readonly lab: string; readonly world: string }, string | null];
  /** Reads a text that was handed over to the full terminal; null where it is something else. */
  readonly handover: readonly [HandedOver & { readonly origin: string }, Handover | null];
  /** The full terminal's page: the host's rules and addresses, and the way of what was sent last. */
  readonly look: readonly [
    { readonly lab: string; readonly world: string },
    { readonly rules: string; readonly addresses: string; readonly way: readonly DrawnLine[] } | null,
  ];
  /** The files that the full terminal's container begins with. */
  readonly tree: readonly [
    { readonly lab: string; readonly world: string; readonly files: Texts; readonly bundle: string },
    Tree,
  ];
}

export type Asked = keyof Requests;

/** One request. Numbers are the page's; each is answered once. */
export type Request = {
  readonly [K in Asked]: { readonly id: number; readonly asked: K; readonly with: Requests[K][0] };
}[Asked];

/** The answer to a request. */
export type Reply =
  | { readonly kind: 'answer'; readonly id: number; readonly value: unknown }
  /** `gone`: what it was about is not there. `unavailable`: code did not arrive. `failed`: the simulator has a fault of its own. */
  | {
      readonly kind: 'refused';
      readonly id: number;
      readonly why: 'gone' | 'unavailable' | 'failed';
      readonly message: string;
    };

/** What happens at a lab's terminal without being asked for. */
export type TerminalEvent =
  | { readonly kind: 'wrote'; readonly text: string }
  /** A line came to its end. */
  | {
      readonly kind: 'entered';
      readonly typed: TypedLine;
      readonly exchange: TranscriptEntry;
      readonly sent: readonly SentView[];
      readonly changed: Changed;
      /** It was typed by the lab or before, and is typed again. */
      readonly again: boolean;
    }
  /** Nothing runs any more, and no pasted line waits. `carried`: the shell, where it arrived from elsewhere. */
  | { readonly kind: 'rests'; readonly view: LabView; readonly carried: ArrivedShell | null }
  /** The terminal is open; a shell from elsewhere may have sent packets there. */
  | { readonly kind: 'arrived'; readonly sent: readonly SentView[] }
  /** The line became another without being typed, or Tab offers choices. */
  | { readonly kind: 'became'; readonly text: string; readonly choices: readonly string[] };

/** Everything a worker sends. `ready` comes first, once its script has run. */
export type Message =
  | { readonly kind: 'ready' }
  | Reply
  | { readonly kind: 'terminal'; readonly lab: string; readonly event: TerminalEvent };

const record = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null;

/** Whether something that arrived in a page is a message of the worker's. */
export const isMessage = (value: unknown): value is Message => {
  if (!record(value)) return false;
  switch (value['kind']) {
    case 'ready':
      return true;
    case 'answer':
      return Number.isInteger(value['id']) && 'value' in value;
    case 'refused':
      return (
        Number.isInteger(value['id']) && ['gone', 'unavailable', 'failed'].includes(String(value['why']))
      );
    case 'terminal':
      return (
        typeof value['lab'] === 'string' &&
        record(value['event']) &&
        ['wrote', 'entered', 'rests', 'arrived', 'became'].includes(String(value['event']['kind']))
      );
    default:
      return false;
  }
};

/** Whether something that arrived in the worker is a request. */
export const isRequest = (value: unknown): value is Request =>
  record(value) &&
  Number.isInteger(value['id']) &&
  typeof value['asked'] === 'string' &&
  record(value['with']);
