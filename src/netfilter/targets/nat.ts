import type { GivenOption, NatRange } from '../extension.ts';
import { type NatTo, printNatPorts, printNatTo } from '../values/natRange.ts';

/** How a NAT target may choose among what it was given. */
export type NatChoice = {
  readonly random: boolean;
  readonly randomFully: boolean;
  readonly persistent: boolean;
};

/** The options that NAT targets share. */
export const choiceOptions = {
  random: { names: ['--random'], takes: null, help: 'Takes another port at random for each connection.' },
  randomFully: {
    names: ['--random-fully'],
    takes: null,
    help: 'Takes another port wholly at random for each connection.',
  },
  persistent: { names: ['--persistent'], takes: null, help: 'Gives a client the same address each time.' },
} as const;

/** What a rule keeps of the choice. */
export const choice = (given: { readonly [K in keyof NatChoice]?: GivenOption<true> }): NatChoice => ({
  random: given.random !== undefined,
  randomFully: given.randomFully !== undefined,
  persistent: given.persistent !== undefined,
});

/** ` random persistent`, each word with `prefix` in front. */
export const printChoice = (c: NatChoice, prefix: '' | '--'): string =>
  `${c.random ? ` ${prefix}random` : ''}${c.randomFully ? ` ${prefix}random-fully` : ''}${c.persistent ? ` ${prefix}persistent` : ''}`;

/** The range a NAT target asks for. */
export const natRange = (side: NatRange['side'], to: NatTo, c: NatChoice): NatRange => ({
  side,
  addresses: to.addresses,
  ports: to.ports && { from: to.ports.from, to: to.ports.to },
  random: c.random || c.randomFully,
  persistent: c.persistent,
  masquerade: false,
});

/** `192.0.2.10, port 80`, for explanations. */
export const sayTo = (to: NatTo): string => {
  const address = to.addresses && printNatTo({ addresses: to.addresses, ports: null }).replace('-', ' to ');
  const ports = to.ports && `port ${printNatPorts(to.ports).replace('-', ' to ')}`;
  return [address, ports].filter(Boolean).join(', ');
};
