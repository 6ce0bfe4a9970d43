import type { Environment } from '../src/netfilter/environment.ts';

/** A host for a test: it answers what the test gives, and a question the test did not think of throws. */
export const hostFor = (answers: Partial<Environment>): Environment => {
  const unasked = (question: string) => () => {
    throw new Error(`the test's host was asked for ${question}`);
  };
  return {
    hook: 'INPUT',
    now: 0,
    rule: 'test',
    random: unasked('a random number'),
    addressType: unasked('the type of an address'),
    tracked: unasked('a connection'),
    labels: unasked('labels'),
    label: unasked('a label'),
    reverseRoute: unasked('a route back'),
    hasRoute: unasked('a route'),
    socket: unasked('a socket'),
    mtu: unasked('an MTU'),
    hardwareAddress: unasked('an Ethernet address'),
    primaryAddress: unasked('an address'),
    recall: unasked('its memory'),
    remember: unasked('its memory'),
    ...answers,
  };
};
