/** How a packet ended and how it should, in words, with what the lesson looks at besides: source or table. */
import { sayOutcome } from '../trace/sayOutcome.ts';
import { stoppedBy } from '../trace/stoppedBy.ts';
import type { ExpectedPacket } from './lab.ts';
import { reached } from './reached.ts';
import type { PacketResult } from './runLab.ts';

/** What the lesson looks at besides the outcome; undefined where it does not. */
interface Details {
  readonly reaches: string | null | undefined;
  readonly source: string | undefined;
  readonly table: string | undefined;
}

const withDetails = (end: string, { reaches, source, table }: Details): string =>
  [
    end,
    ...(reaches ? [`reached ${reaches}`] : []),
    ...(source === undefined ? [] : [`seen from ${source}`]),
    ...(table === undefined ? [] : [`stopped in ${table}`]),
  ].join(', ');

/** `connected, seen from 192.0.2.10`. */
export const sayEnd = ({
  expected,
  answer,
  trace,
}: Pick<PacketResult, 'expected' | 'answer' | 'trace'>): string =>
  withDetails(sayOutcome(answer), {
    reaches: expected.reaches === undefined ? undefined : reached(answer),
    source: expected.seenFrom === undefined ? undefined : answer.seen?.source,
    table: expected.stoppedBy === undefined ? undefined : stoppedBy(trace).at(-1),
  });

/** The same for what the lesson expects. */
export const sayExpected = ({ outcome, reaches, seenFrom, stoppedBy: table }: ExpectedPacket): string =>
  withDetails(sayOutcome({ outcome, icmp: null }), { reaches, source: seenFrom, table });
