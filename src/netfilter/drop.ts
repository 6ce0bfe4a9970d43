import type { Address, TableName } from './types.ts';

/** The rule, by its number from 1, that a packet's walk through a table ended with. */
export interface LastRule {
  readonly table: TableName;
  readonly chain: string;
  readonly rule: number;
}

/**
 * That a packet ended without being delivered: for which reason, and what is known of the case. Data alone; the words
 * are made of it in `src/trace/sayDrop.ts`.
 */
export type Drop =
  | { readonly reason: 'rule' | 'match' | 'queue'; readonly by: LastRule }
  /** `with`: the name of the answer, as `--reject-with` has it, or `tcp-reset`. */
  | { readonly reason: 'rejected'; readonly by: LastRule; readonly with: string }
  | { readonly reason: 'policy'; readonly table: TableName; readonly chain: string }
  /** `by`: the rule that answers for a server; null where it is the server's own answer that is kept. */
  | { readonly reason: 'kept'; readonly by: LastRule | null }
  | { readonly reason: 'too-many-steps'; readonly table: TableName; readonly steps: number }
  /** `to`: where no route leads; null where there was one before a rule changed the packet. */
  | { readonly reason: 'no-route'; readonly to: Address | null }
  | { readonly reason: 'source-not-local'; readonly source: Address }
  | { readonly reason: 'no-neighbour'; readonly link: string; readonly address: Address }
  | NotAccepted
  | { readonly reason: 'masquerade-no-address'; readonly device: string }
  /** `chosenFor`: the device whose address MASQUERADE took. */
  | { readonly reason: 'masquerade-device'; readonly chosenFor: string; readonly device: string }
  /** `length`: the packet's, for a host that sends on; null for a bridge, which splits nothing. */
  | {
      readonly reason: 'too-long';
      readonly length: number | null;
      readonly device: string;
      readonly mtu: number;
    }
  | {
      readonly reason:
        | 'not-forwarding'
        | 'tproxy'
        | 'ttl'
        | 'no-socket'
        | 'conntrack-full'
        | 'conntrack-clash'
        | 'helper'
        | 'fragments'
        | 'loop';
    };

/** Why a host does not accept an address of a packet that arrives. */
export type NotAccepted =
  | {
      readonly reason: 'martian';
      readonly fault: /** An address of 127.0.0.0/8 came over a link. */
        | { readonly kind: 'loopback' }
        /** No program has joined the multicast group. */
        | { readonly kind: 'group'; readonly address: Address }
        /** No host sends from such an address. */
        | { readonly kind: 'source'; readonly address: Address; readonly type: 'MULTICAST' | 'BROADCAST' }
        /** The source is the host's own. */
        | { readonly kind: 'own' }
        /** A reply would not go to another host. */
        | ({ readonly kind: 'reply' } & Reply);
    }
  | {
      readonly reason: 'reverse-path';
      readonly input: string;
      readonly filter: number;
      readonly reply: Reply;
    };

/** Where a reply to a source would go; `device` is null where no route leads there. */
export interface Reply {
  readonly source: Address;
  readonly device: string | null;
}
