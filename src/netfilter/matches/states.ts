import type { Phrase } from '../phrase.ts';
import { capital, listed } from '../print/sentence/words.ts';

/** What each state says of packets, after "packets that". */
const plural: Readonly<Record<string, string>> = {
  NEW: 'begin a connection',
  ESTABLISHED: 'belong to a connection that already exists',
  RELATED: 'are related to a connection that already exists',
  INVALID: 'connection tracking cannot place',
  UNTRACKED: 'are not tracked',
  SNAT: 'belong to a connection whose source was translated',
  DNAT: 'belong to a connection whose destination was translated',
};
/** The same of connections, in the nat table. */
const connections: Readonly<Record<string, string>> = {
  ...plural,
  NEW: 'are new',
  ESTABLISHED: 'already exist',
  SNAT: 'have had their source translated',
  DNAT: 'have had their destination translated',
};

const existing = 'of connections that already exist';

/** What `--state` and `--ctstate` say in a sentence about a rule. */
export const phraseOfStates = (states: readonly string[], inverted: boolean, inNat: boolean): Phrase => {
  if (!inverted && states.join() === 'NEW') return { opens: true };
  const both = states.includes('ESTABLISHED') && states.includes('RELATED');
  const that =
    both && states.length === 2
      ? 'belong to a connection that already exists, or are related to one'
      : listed(
          states.map((s, i) => `${i > 0 ? 'that ' : ''}${(inNat ? connections : plural)[s]}`),
          'or',
        );
  if (inverted || states.length > 2) return { that, not: inverted };
  if (both) return { that, alone: `replies and other packets ${existing}, and errors about them` };
  return states.join() === 'ESTABLISHED'
    ? { that, alone: `replies and other packets ${existing}` }
    : { that };
};

/** What each state means to a person, as an option's own sentence says it. */
const words: Readonly<Record<string, string>> = {
  NEW: 'a packet that opens a connection (NEW)',
  ESTABLISHED: 'a packet of a connection that already exists (ESTABLISHED)',
  RELATED:
    'a packet of a new flow that belongs to a known connection, such as an ICMP error about it (RELATED)',
  INVALID: 'a packet that connection tracking cannot place (INVALID)',
  UNTRACKED: 'a packet that is not tracked (UNTRACKED)',
  SNAT: 'a packet of a connection whose source was translated (SNAT)',
  DNAT: 'a packet of a connection whose destination was translated (DNAT)',
};

/** `A packet of a connection that already exists (ESTABLISHED).` */
export const meansStates = (states: readonly string[], inverted: boolean): string => {
  const said = states.map((s) => words[s]!).join(', or ');
  return inverted ? `Anything but ${said}.` : `${capital(said)}.`;
};
