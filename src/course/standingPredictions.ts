/** Predictions that were made: which of them stand, and which were made before their packet was asked about from the beginning again. */
import type { Outcome, ProbeSpec } from '../network/scenario.ts';

/** A packet that is asked about in place of one of the lesson's. */
export type OtherPacket = Pick<ProbeSpec, 'from' | 'tcp' | 'udp' | 'ping'>;

/** One prediction that was made. */
export interface Prediction {
  /** The name of the lesson's packet. */
  readonly packet: string;
  readonly outcome: Outcome;
  /** What was asked about instead of it, after a wrong prediction. */
  readonly instead?: OtherPacket;
  /** It was made before its packet was asked about from the beginning again. It was wrong, and counts as a miss. */
  readonly earlier?: true;
}

export interface Predictions {
  readonly kind: 'predictions';
  /** What is chosen and can still be changed, by the packet's name. */
  readonly outcomes: Readonly<Record<string, Outcome>>;
  /** What was predicted, in order; absent before the first. */
  readonly made?: readonly Prediction[];
  /** How many earlier ones are only counted. */
  readonly dropped?: number;
}

/** The most earlier predictions that are kept whole. */
const mostEarlier = 20;

/** The same, where a packet is asked about from the beginning again. What was predicted of it stays and counts as missed. */
export const askedAgain = (
  { made = [], dropped = 0, ...answer }: Predictions,
  packet: string,
): Predictions => {
  const all = made.map((m): Prediction => (m.packet === packet ? { ...m, earlier: true } : m));
  const over = Math.max(0, all.filter((m) => m.earlier).length - mostEarlier);
  let left = over;
  const kept = all.filter((m) => !m.earlier || left-- <= 0);
  return { ...answer, made: kept, ...(over + dropped > 0 && { dropped: over + dropped }) };
};

/** What was predicted since the packet of each was asked about from the beginning. */
export const standingOf = ({ made = [] }: Pick<Predictions, 'made'>): readonly Prediction[] =>
  made.filter((m) => !m.earlier);
