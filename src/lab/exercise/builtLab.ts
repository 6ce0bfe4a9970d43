/** A lab as it is built into a page. */
import type { Exercise, ExerciseAnswer } from '../../course/kinds/index.ts';
import type { Lab } from '../../course/lab.ts';
import type { LabView } from '../../course/labView.ts';
import type { Network } from '../../course/lesson.ts';

/** A lab with its network, as a page has it. */
export interface LabDefinition {
  readonly lab: Lab | Exercise;
  readonly network: Pick<Network, 'hosts'>;
}

/** Packets that one command sent: their key in the simulator, and the command. */
export interface SentView {
  readonly key: string;
  readonly name: string;
}

/** What of an exercise's kind a page needs, worked out when the site is built. */
export interface KindFacts {
  /** A verb: `Predict`. */
  readonly title: string;
  /** Packets may not show how they end before the answer was checked. */
  readonly hidesOutcomes: boolean;
  /** It is solved as soon as every packet ends as it should, and the text has no mistake. */
  readonly byPackets: boolean;
  readonly right: string;
  readonly wrong: string;
  /** One right answer as text, without the lines that a terminal begins with; null where there is none to show. */
  readonly solution: string | null;
  /** The answer before anything was done. */
  readonly answer: ExerciseAnswer;
}

/** A lab as it is built into a page: its definition, and all that needs the simulator to know. */
export interface BuiltLab extends LabDefinition {
  readonly built: {
    readonly view: LabView;
    /** What its commands print before any packet was sent: counters would give a prediction away. */
    readonly before: LabView['shown'];
    /** Null for a lab that is no exercise. */
    readonly kind: KindFacts | null;
    /** How many lines of a terminal's start are typed; 0 for an editor. */
    readonly startLines: number;
  };
}
