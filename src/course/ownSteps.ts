/**
 * What a learner makes happen in a lab besides its own packets: packets of their own, a minute that passes, a change that the lab
 * makes later. Text, from a form, a browser's storage or a link.
 */
import { type Form, group, list, number, ofForm, oneOf, text } from './form.ts';

/** What a learner may expect of a packet of their own. */
export type Should = 'arrive' | 'drop' | 'reject';

/** A packet as it was written in a form; what was left out is empty. */
export interface OwnPacket {
  readonly kind: 'packet';
  readonly from: string;
  readonly protocol: 'tcp' | 'udp' | 'ping';
  /** An address, or a host that has one address. */
  readonly to: string;
  readonly port: string;
  /** One hand-made segment instead of a connection: `SYN,ACK`, `NONE`, `ALL`. */
  readonly flags: string;
  readonly source: string;
  readonly should: Should | '';
}

/** One thing that happens, after those before it and with the same connections. */
export type OwnStep =
  | OwnPacket
  | { readonly kind: 'minute' }
  /** One of the lab's own changes, by its place. */
  | { readonly kind: 'change'; readonly change: number };

/** How many steps a lab takes. */
export const mostSteps = 26;

const packet = group<OwnPacket>({
  kind: oneOf('packet'),
  from: text,
  protocol: oneOf('tcp', 'udp', 'ping'),
  to: text,
  port: text,
  flags: text,
  source: text,
  should: oneOf('', 'arrive', 'drop', 'reject'),
});
const step = {
  is: 'by-kind',
  forms: {
    packet,
    minute: { is: 'group', fields: { kind: text } },
    change: { is: 'group', fields: { kind: text, change: number } },
  },
} as Form<OwnStep>;

/** Reads what was kept or came with a link; null where it has another form, or is too much. */
export const readSteps = (kept: string): readonly OwnStep[] | null => {
  try {
    const read = ofForm(list(step), JSON.parse(kept));
    return read && read.length <= mostSteps ? read : null;
  } catch {
    return null;
  }
};
