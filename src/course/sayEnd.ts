/** How a packet ended and how it should, in words, with what the lesson looks at besides: source or table. */
import type { Trace } from '../network/trace.ts';
import { sayOutcome } from '../trace/sayOutcome.ts';
import type { ExpectedPacket } from './lab.ts';
import { stopsLater } from './packetEnd.ts';
import { reached } from './reached.ts';
import type { PacketResult } from './runLab.ts';
import { stoppedIn } from './stoppedIn.ts';

/** What the lesson looks at besides the outcome; undefined where it does not. */
interface Details {
  readonly reaches: string | null | undefined;
  readonly source: string | undefined;
  readonly stopped: string | undefined;
}

const withDetails = (end: string, { reaches, source, stopped }: Details): string =>
  [
    end,
    ...(reaches ? [`reached ${reaches}`] : []),
    ...(source === undefined ? [] : [`seen from ${source}`]),
    ...(stopped === undefined ? [] : [stopped]),
  ].join(', ');

const sayStopped = (trace: Trace): string | undefined => {
  const found = stoppedIn(trace);
  return found ? `${found.what === 'it' ? '' : `${found.what} `}stopped in ${found.where}` : undefined;
};

/** What becomes of a connection once it is open. */
const sayLater = (trace: Trace): string => (stopsLater(trace) ? ', but what is sent next is stopped' : '');

/** `connected, seen from 192.0.2.10`. */
export const sayEnd = ({
  expected,
  answer,
  trace,
}: Pick<PacketResult, 'expected' | 'answer' | 'trace'>): string =>
  withDetails(sayOutcome(answer) + (answer.outcome === 'connected' ? sayLater(trace) : ''), {
    reaches: expected.reaches === undefined ? undefined : reached(answer),
    source: expected.seenFrom === undefined ? undefined : answer.seen?.source,
    stopped: expected.stoppedBy === undefined ? undefined : sayStopped(trace),
  });

/** The same for what the lesson expects. */
export const sayExpected = ({ outcome, reaches, seenFrom, stoppedBy }: ExpectedPacket): string =>
  withDetails(sayOutcome({ outcome, icmp: null }), {
    reaches,
    source: seenFrom,
    stopped: stoppedBy && `stopped in ${stoppedBy}`,
  });
