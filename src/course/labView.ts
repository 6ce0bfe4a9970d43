/**
 * What a lab shows after its text ran: outcomes as words, without worlds. Plain data, so that
 * it can be sent from a worker and built into a page.
 */
import type { Outcome } from '../network/scenario.ts';
import { sentWhere } from '../network/sentWhere.ts';
import type { Problem } from '../text/problem.ts';
import { sayToProgram } from '../trace/dialogue.ts';
import type { Lab } from './lab.ts';
import { type PacketEnd, packetEnd } from './packetEnd.ts';
import type { LabResult, PacketResult } from './runLab.ts';
import { sayEnd, sayExpected } from './sayEnd.ts';

/** One packet that was sent. */
export interface PacketView {
  readonly name: string;
  /** `phone → tcp 203.0.113.80:80`. */
  readonly route: string;
  /** How many of the lab's changes had happened when it was sent. */
  readonly changes: number;
  readonly outcome: Outcome;
  /** How it ended, in words: `refused (port-unreachable), seen from 192.0.2.10`. */
  readonly ended: string;
  /** How it should end. */
  readonly expected: string;
  readonly passed: boolean;
  /** Why it ended so: the lesson's sentence where that is true, else what decided. */
  readonly because: string;
  /** Whether that is the lesson's sentence, whose claim holds. */
  readonly claimHolds: boolean;
  /** What the program that sent it was told. */
  readonly told: string;
  /** Where it ended, and what decided. */
  readonly end: PacketEnd;
}

/** Everything a lab shows but the learner's own text. */
export interface LabView {
  /** Tells the packets from those of another run of the lab. */
  readonly run: number;
  readonly problems: readonly Problem[];
  /** What of the learner's text was read as it was meant, in words. */
  readonly read?: readonly string[];
  /** The learner's commands that printed something, in order. */
  readonly ran: readonly { readonly line: number; readonly command: string; readonly output: string }[];
  /** What the lab's `show` commands print. */
  readonly shown: readonly { readonly command: string; readonly output: string }[];
  readonly packets: readonly PacketView[];
}

/** What a lab shows of a result; `run` numbers the runs of one lab. */
export const labView = (
  { host }: Pick<Lab, 'host'>,
  { problems, read, ran, shown, packets }: LabResult,
  run: number,
): LabView => ({
  run,
  problems,
  ...(read && { read }),
  ran: ran
    .filter((r) => r.stdout !== '')
    .map(({ line, command, stdout }) => ({ line, command: command.trim(), output: stdout })),
  shown,
  packets: packets.map((packet) => packetView(packet, host)),
});

/** What a page shows of one packet, seen from the host whose rules the lab is about. */
export const packetView = (packet: PacketResult, host: string): PacketView => {
  const { expected, answer, trace, passed, because, claimHolds, changes } = packet;
  const { probe } = expected;
  return {
    name: probe.name,
    route: `${probe.from} → ${sentWhere(probe)}`,
    changes,
    outcome: answer.outcome,
    ended: sayEnd(packet),
    expected: sayExpected(expected),
    passed,
    because,
    claimHolds,
    told: sayToProgram(trace, answer, probe),
    end: packetEnd(answer, trace, host, probe.from),
  };
};
