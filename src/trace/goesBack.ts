/** Which way a packet of a trace goes: away from the end that began the connection, or back to it. */
import type { Packet } from '../netfilter/packet.ts';
import type { Journey, Trace } from '../network/trace.ts';

/** An end of a packet: its address, and its port where it has one. */
const endOf = (packet: Packet, which: 'source' | 'destination'): string => {
  const t = packet.transport;
  const port = t.kind === 'tcp' || t.kind === 'udp' ? (which === 'source' ? t.sport : t.dport) : '';
  return `${packet[which]} ${port}`;
};

/** Every source that a packet had on its way: rules may replace it. */
const sourcesOf = ({ events }: Journey): readonly string[] =>
  events.flatMap((e) => {
    const packet = e.kind === 'delivered' ? e.skb.packet : 'packet' in e ? e.packet : null;
    return packet ? [endOf(packet, 'source')] : [];
  });

/** Whether a packet goes the other way than the one it was made because of: a copy, or what a proxy passes on, goes the same way. */
const turnsRound = (journey: Journey, cause: Journey): boolean => {
  const first = journey.events[0];
  if (first?.kind !== 'made') return true;
  const sources = sourcesOf(cause);
  const has = (which: 'source' | 'destination') => sources.includes(endOf(first.packet, which));
  return has('destination') || !has('source');
};

/** Which packets of a trace go back, kept while the trace is: each answers an earlier one. */
const known = new WeakMap<Trace['journeys'], readonly boolean[]>();

const backOf = ({ journeys }: Trace): readonly boolean[] => {
  const found = known.get(journeys);
  if (found) return found;
  const back: boolean[] = [];
  for (const journey of journeys) {
    const { answers } = journey;
    back.push(answers !== null && back[answers] !== turnsRound(journey, journeys[answers]!));
  }
  known.set(journeys, back);
  return back;
};

/** Whether a packet of a trace goes back to the sender of the first one: it answers that one, or an answer to an answer. */
export const goesBack = (trace: Trace, journey: Journey): boolean =>
  backOf(trace)[trace.journeys.indexOf(journey)]!;

/** Whether a packet is a copy of the one it was made because of, as TEE makes them, or comes of a copy. A proxy sends another kind of packet on. */
export const isOfCopy = (trace: Trace, journey: Journey): boolean => {
  if (journey.answers === null) return false;
  const cause = trace.journeys[journey.answers]!;
  const [first] = journey.events;
  const isCopy = first?.kind === 'made' && first.by === 'kernel' && journey.title === cause.title;
  return (isCopy && !turnsRound(journey, cause)) || isOfCopy(trace, cause);
};
