/** Questions about another packet after a wrong prediction: each stays as it was asked, and no two packets of a lab ask the same. */
import type { OtherPacket } from '../../course/kinds/predict.ts';
import type { Requests } from '../engine/protocol.ts';
import type { LiveLab } from './useLab.ts';

type Answer = Requests['another'][1];

/** What is asked about now, by lab and packet, and after how many predictions. */
const standing = new Map<string, Map<string, { readonly of: number; readonly next: Answer['next'] }>>();
/** One question is made after the other: each has to know of those before it. */
let turns: Promise<unknown> = Promise.resolve();

/**
 * Sends the packets that were asked about in place of one of the lab's, and says which is asked about next. `known` are those of the whole
 * lab. Asked again after as many predictions, the next one is the same.
 */
export const askAnother = (
  { engine }: Pick<LiveLab, 'engine'>,
  { of, packet, ...asked }: { of: number; packet: string } & Record<'sent' | 'known', readonly OtherPacket[]>,
): Promise<Answer & { readonly of: number }> => {
  const lab = standing.get(engine.name) ?? new Map();
  standing.set(engine.name, lab);
  const turn = turns.then(async () => {
    const others = [...lab].flatMap(([name, { next }]) => (name !== packet && next ? [next.packet] : []));
    const known = [...asked.known, ...others];
    const { sent, next } = await engine.ask('another', { packet, sent: asked.sent, known });
    if (lab.get(packet)?.of !== of) lab.set(packet, { of, next });
    return { of, sent, next: lab.get(packet)!.next };
  });
  turns = turn.catch(() => {});
  return turn;
};

/** A packet is not asked about any more. */
export const forgetAnother = ({ engine }: Pick<LiveLab, 'engine'>, packet: string): void => {
  standing.get(engine.name)?.delete(packet);
};
