import { ruleReader } from '../netfilter/command/ruleReader.ts';
import type { Answer } from '../network/scenario.ts';
import { sendProbe } from '../network/sendProbe.ts';
import type { Trace } from '../network/trace.ts';
import { type World, withFilter } from '../network/world.ts';
import type { Limits } from '../shell/language/limits.ts';
import { run, runScript } from '../shell/run.ts';
import { asMeant } from '../text/asMeant.ts';
import type { Problem } from '../text/problem.ts';
import { packetMeets, rulesMeet } from './conditions.ts';
import type { ExpectedPacket, Lab } from './lab.ts';
import { longestLabText } from './longestLabText.ts';
import { makeChange } from './makeChange.ts';
import { stopsLater } from './packetEnd.ts';
import type { LabSetting, PreparedLab } from './prepareLab.ts';
import { sayDecided } from './sayDecided.ts';
import { isStoppedIn } from './stoppedIn.ts';
import { linesToType, typeLines } from './typeLines.ts';

/** How far a lab's commands go: it runs them at every key. */
export const labLimits: Limits = { steps: 10_000, text: 1 << 20 };

/** One packet that was sent, and whether it ended as it should. */
export interface PacketResult {
  readonly expected: ExpectedPacket;
  readonly answer: Answer;
  readonly trace: Trace;
  /** The network as it was after this packet: a change may give it other addresses later. */
  readonly world: World;
  readonly passed: boolean;
  /** Whether what the lab says about the reason is true: it ended as it should, and the claim of `because` holds. */
  readonly claimHolds: boolean;
  /** The lab's `because` if it is true, else what decided, as the trace has it. */
  readonly because: string;
  /** How many of the lab's changes had happened when it was sent. */
  readonly changes: number;
}

/** What a text did to a lab's network. */
export interface TextResult {
  readonly world: World;
  /** Mistakes, placed in the text. */
  readonly problems: readonly Problem[];
  /** What of the text was read as it was meant (`text/asMeant.ts`), in words. */
  readonly read?: readonly string[];
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
}

/** What a text did in a lab, and what became of the lab's packets then; `world` is the one after the last packet. */
export interface LabResult extends TextResult {
  /** What the lab's `show` commands print. */
  readonly shown: readonly { readonly command: string; readonly output: string }[];
  readonly packets: readonly PacketResult[];
}

/** Runs a text in a lab's untouched network. No packet of the lab is sent. */
export const runText = (prepared: PreparedLab<LabSetting>, written: string): TextResult => {
  if (written.length > longestLabText || prepared.lab.language === 'terminal')
    return runMeant(prepared, written);
  const { text, read, at } = asMeant(written);
  const result = runMeant(prepared, text);
  if (read.length === 0) return result;
  return {
    ...result,
    read,
    problems: result.problems.map((p) => ({ ...p, from: at(p.from), to: at(p.to) })),
  };
};

const runMeant = ({ lab, untouched }: PreparedLab<LabSetting>, text: string): TextResult => {
  if (text.length > longestLabText) {
    const hint = `This text has ${text.length} characters; a lab runs at most ${longestLabText}. The text is kept, but none of it was run.`;
    return {
      world: untouched,
      ran: [],
      problems: [{ from: longestLabText, to: text.length, message: 'The text is too long', status: 1, hint }],
    };
  }
  switch (lab.language) {
    case 'save': {
      const filter = untouched.hosts[lab.host]!.filter;
      const restore = ruleReader.get();
      // With `-c` iptables-restore wants counters at every policy, and without it at none.
      const counters = !/^:\S+ \S+[ \t]*$/m.test(text);
      const { problems, filter: restored } = restore(filter, text, { counters, lastLineEnds: true });
      // A text with a mistake loads nothing here, so that a learner sees the old rules or the new ones.
      return {
        world: problems.length ? untouched : withFilter(untouched, lab.host, restored),
        problems,
        ran: [],
      };
    }
    case 'terminal':
      // A mistake at a terminal is followed by the next line, and is no defect of what was done.
      return {
        world: typeLines(untouched, lab.host, linesToType(text)).session.world,
        problems: [],
        ran: [],
      };
    case 'commands': {
      const runs = runScript(untouched, lab.host, text, labLimits);
      return {
        world: runs.at(-1)?.world ?? untouched,
        problems: runs.flatMap((r) =>
          r.problems.map((p) => ({ ...p, from: p.from + r.offset, to: p.to + r.offset })),
        ),
        ran: runs.map(({ line, command, stdout, stderr, status }) => ({
          line,
          command,
          stdout,
          stderr,
          status,
        })),
      };
    }
  }
};

const endsAsExpected = (
  { outcome, seenFrom, reaches, stoppedBy }: ExpectedPacket,
  sent: { readonly answer: Answer; readonly trace: Trace },
  host: string,
): boolean =>
  sent.answer.outcome === outcome &&
  // Of a connection that nothing gets through, the program that asked for it knows nothing yet.
  !(outcome === 'connected' && stopsLater(sent.trace)) &&
  packetMeets(
    {
      ...(seenFrom !== undefined && { seenFrom }),
      ...(reaches !== undefined && { reaches }),
    },
    sent,
    host,
  ) &&
  (stoppedBy === undefined || isStoppedIn(sent.trace, stoppedBy));

/** Sends a lab's packets through a world; then makes each of its changes, and sends the packets of that change. */
export const sendPackets = (
  { host, packets: first, changes }: Pick<Lab, 'host' | 'packets' | 'changes'>,
  before: World,
): { readonly world: World; readonly packets: readonly PacketResult[] } => {
  let world = before;
  const packets: PacketResult[] = [];
  const sendAll = (all: readonly ExpectedPacket[], changes: number) => {
    for (const expected of all) {
      const sent = sendProbe(world, expected.probe);
      const { answer, trace } = sent;
      world = sent.world;
      const passed = endsAsExpected(expected, sent, host);
      const { claim = {} } = expected;
      // The lesson's sentence is about how the packet should end.
      const claimHolds = passed && rulesMeet(claim, world, host) && packetMeets(claim, sent, host);
      const because = claimHolds ? expected.because : sayDecided(answer, trace, host, expected.probe.from);
      packets.push({ expected, answer, trace, world, passed, claimHolds, because, changes });
    }
  };
  sendAll(first, 0);
  for (const [i, change] of changes.entries()) {
    world = makeChange(world, change);
    sendAll(change.packets, i + 1);
  }
  return { world, packets };
};

/** Runs a text in a lab, sends the lab's packets, and runs the lab's `show` commands. */
export const runLab = (prepared: PreparedLab, text: string): LabResult => {
  const { world, ...made } = runText(prepared, text);
  return { ...tryWorld(prepared.lab, world), ...made };
};

/**
 * Sends a lab's packets through a world that a learner has made, and runs the lab's `show` commands there. Those of a terminal print
 * what they would print if they were typed there: its world has neither met the packets, nor what happens between them.
 */
export const tryWorld = (lab: Lab, made: World): LabResult => {
  const { world, packets } = sendPackets(lab, made);
  const shown = showAll(lab, lab.language === 'terminal' ? made : world);
  return { world, problems: [], ran: [], shown, packets };
};

/** What a lab's `show` commands print in a world, errors too: a file that is gone is not an empty one. */
export const showAll = (lab: Pick<Lab, 'host' | 'show'>, world: World): LabResult['shown'] =>
  lab.show.map((command) => {
    const { stdout, stderr } = run(world, lab.host, command);
    return { command, output: stdout + stderr };
  });
