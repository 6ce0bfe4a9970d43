import { restore } from '../netfilter/command/restore.ts';
import { withAddresses } from '../network/addresses.ts';
import { createWorld } from '../network/create.ts';
import { send } from '../network/probe.ts';
import type { Answer } from '../network/scenario.ts';
import type { Trace } from '../network/trace.ts';
import { type World, withFilter } from '../network/world.ts';
import { run, runScript } from '../shell/run.ts';
import type { Problem } from '../text/problem.ts';
import type { Expectation, Lab, Network } from './lesson.ts';
import { typeAll, typedLines } from './typed.ts';

/** The longest text a lab runs, in UTF-16 units. A longer one is kept, and not run. */
export const longestLabText = 200_000;

/** One packet that was sent, and whether it ended as it should. */
export interface PacketResult {
  readonly expectation: Expectation;
  readonly answer: Answer;
  readonly trace: Trace;
  /** The network as it was behind this packet: a change may give it other addresses later. */
  readonly world: World;
  readonly passed: boolean;
  /** Sent before or after the lab's change. */
  readonly group: 'before' | 'after';
}

/** What a text did in a lab. */
export interface LabResult {
  /** The world behind the last packet. */
  readonly world: World;
  /** Mistakes, placed in the text. */
  readonly problems: readonly Problem[];
  /**
   * The learner's own commands and what they printed; empty for iptables-save text and at a terminal, which
   * shows them itself.
   */
  readonly ran: readonly {
    readonly line: number;
    readonly command: string;
    readonly stdout: string;
    readonly stderr: string;
    readonly status: number;
  }[];
  /** What the lab's `show` commands print. */
  readonly shown: readonly { readonly command: string; readonly output: string }[];
  readonly packets: readonly PacketResult[];
}

/**
 * A lab's network before the learner did anything. Throws where the network cannot be made: `check` says so
 * to its author.
 */
export const startLab = (network: Pick<Network, 'hosts'>): World => {
  const made = createWorld(network);
  if (!made.ok) throw new Error(made.problems.map((p) => `${p.path.join('.')}: ${p.message}`).join('\n'));
  return made.world;
};

interface Applied {
  readonly world: World;
  readonly problems: readonly Problem[];
  readonly ran: LabResult['ran'];
}

const applyText = (world: World, lab: Pick<Lab, 'host' | 'language'>, text: string): Applied => {
  if (text.length > longestLabText) {
    const hint = `This text has ${text.length} characters; a lab runs at most ${longestLabText}. It is kept, and nothing of it was run.`;
    return {
      world,
      ran: [],
      problems: [{ from: longestLabText, to: text.length, message: 'The text is too long', status: 1, hint }],
    };
  }
  if (lab.language === 'save') {
    const filter = world.hosts[lab.host]!.filter;
    const restored = restore(filter, text, { counters: true });
    // A text with a mistake loads nothing here, so that what a learner sees is one thing or the other.
    return {
      world: restored.problems.length ? world : withFilter(world, lab.host, restored.filter),
      problems: restored.problems,
      ran: [],
    };
  }
  // A slip at a terminal is followed by the next line, and is no part of what was done.
  if (lab.language === 'terminal')
    return { world: typeAll(world, lab.host, typedLines(text)).session.world, problems: [], ran: [] };
  const runs = runScript(world, lab.host, text);
  const problems = runs.flatMap((r) =>
    r.problems.map((p) => ({ ...p, from: p.from + r.offset, to: p.to + r.offset })),
  );
  const ran = runs.map(({ line, command, stdout, stderr, status }) => ({
    line,
    command,
    stdout,
    stderr,
    status,
  }));
  return { world: runs.at(-1)?.world ?? world, problems, ran };
};

const judge = (expectation: Expectation, answer: Answer): boolean =>
  answer.outcome === expectation.outcome &&
  (expectation.seenFrom === undefined || answer.seen?.source === expectation.seenFrom);

/** A lab's world behind a text, before any packet is sent. */
export const worldOf = (
  lab: Pick<Lab, 'host' | 'language'>,
  network: Pick<Network, 'hosts'>,
  text: string,
): World => applyText(startLab(network), lab, text).world;

/** Sends a lab's packets through a world, makes the change, and sends those of the change. */
export const sendPackets = (
  before: World,
  { packets: first, change }: Pick<Lab, 'packets' | 'change'>,
): { readonly world: World; readonly packets: readonly PacketResult[] } => {
  let world = before;
  const packets: PacketResult[] = [];
  const sendAll = (expectations: readonly Expectation[], group: PacketResult['group']) => {
    for (const expectation of expectations) {
      const sent = send(world, expectation.probe);
      world = sent.world;
      packets.push({
        expectation,
        answer: sent.answer,
        trace: sent.trace,
        world,
        passed: judge(expectation, sent.answer),
        group,
      });
    }
  };
  sendAll(first, 'before');
  if (change) {
    world = withAddresses(world, change.host, change.device, change.addresses);
    sendAll(change.packets, 'after');
  }
  return { world, packets };
};

/**
 * Runs a text in a fresh world of the lab: the text, the lab's commands, the packets, and the change with its
 * packets.
 */
export const runLab = (lab: Lab, network: Pick<Network, 'hosts'>, text: string): LabResult => {
  const applied = applyText(startLab(network), lab, text);
  return { ...tryWorld(lab, applied.world), problems: applied.problems, ran: applied.ran };
};

/** Sends a lab's packets through a world that a learner has made, and runs the lab's commands there. */
export const tryWorld = (lab: Lab, made: World): LabResult => {
  const { world, packets } = sendPackets(made, lab);
  const shown = lab.show.map((command) => ({ command, output: run(world, lab.host, command).stdout }));
  return { world, problems: [], ran: [], shown, packets };
};
