/** How a packet ended and how it should, in words, with what the lesson looks at besides: source or table. */
import { sayOutcome } from '../trace/sayOutcome.ts';
import { stoppedBy } from '../trace/stoppedBy.ts';
import type { ExpectedPacket } from './lab.ts';
import type { PacketResult } from './runLab.ts';

const withDetails = (end: string, source: string | undefined, table: string | undefined): string =>
  `${end}${source === undefined ? '' : `, seen from ${source}`}${table === undefined ? '' : `, stopped in ${table}`}`;

/** `connected, seen from 192.0.2.10`. */
export const sayEnd = ({
  expected,
  answer,
  trace,
}: Pick<PacketResult, 'expected' | 'answer' | 'trace'>): string =>
  withDetails(
    sayOutcome(answer),
    expected.seenFrom === undefined ? undefined : answer.seen?.source,
    expected.stoppedBy === undefined ? undefined : stoppedBy(trace).at(-1),
  );

/** The same for what the lesson expects. */
export const sayExpected = ({ outcome, seenFrom, stoppedBy: table }: ExpectedPacket): string =>
  withDetails(sayOutcome({ outcome, icmp: null }), seenFrom, table);
