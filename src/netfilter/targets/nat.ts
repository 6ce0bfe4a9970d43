import type { GivenOption, NatRange } from '../extension.ts';
import type { Deed } from '../phrase.ts';
import { numeral } from '../print/sentence/words.ts';
import { type NatTo, printNatPorts, printNatTo } from '../values/natRange.ts';

/** How a NAT target may choose among what it was given. */
export type NatChoice = {
  readonly random: boolean;
  readonly randomFully: boolean;
  readonly persistent: boolean;
};

/** The options that NAT targets share. */
export const choiceOptions = {
  random: {
    names: ['--random'],
    takes: null,
    help: 'Takes a port at random for each connection, out of those it may use.',
  },
  randomFully: {
    names: ['--random-fully'],
    takes: null,
    help: 'Takes a fully random port for each connection, out of those it may use.',
  },
  persistent: {
    names: ['--persistent'],
    takes: null,
    help: 'Gives each client the same address every time.',
  },
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

/** What SNAT and MASQUERADE keep: of a port after the slash only that there was one. Reference: libxt_NAT.c, SNAT_fcheck */
export const withoutShift = (to: NatTo): NatTo =>
  to.ports?.base == null ? to : { ...to, ports: { ...to.ports, base: 0 } };

/** The range a NAT target wants. */
export const natRange = (side: NatRange['side'], to: NatTo, c: NatChoice): NatRange => ({
  side,
  addresses: to.addresses,
  ports: to.ports,
  random: c.random || c.randomFully,
  persistent: c.persistent,
  masquerade: false,
});

/** `port 80 of 192.0.2.10`, for explanations. */
export const sayTo = (to: NatTo): string => {
  const address = to.addresses && printNatTo({ addresses: to.addresses, ports: null }).replace('-', ' to ');
  const range = to.ports && to.ports.from !== to.ports.to;
  const ports = to.ports && `port${range ? 's' : ''} ${printNatPorts(to.ports).replace('-', ' to ')}`;
  return [ports, address].filter(Boolean).join(' of ') || 'what it was';
};

/** `--random` chooses among the ports of a range; where each has its own, or there is one, it chooses nothing. */
const chosen = (p: NatTo['ports'], c: NatChoice): string =>
  c.random && p && p.to !== p.from && p.base === null ? ', the port chosen at random' : '';

/** What DNAT does, in a sentence about its rule. */
export const destinationDeed = ({ addresses: a, ports: p }: NatTo, c: NatChoice): Deed => {
  const many = a && a.to !== a.from ? a.to - a.from + 1 : 0;
  const based = p?.base != null ? ` (port ${p.base} becomes ${p.from}, and so on)` : '';
  const several = p && p.to !== p.from ? `some port from ${p.from} to ${p.to}` : null;
  const port = p && (several ?? `port ${p.from}`);
  if (many > 1) {
    const ports = port ? `, on ${port}` : '';
    const unpaired = several && !based ? ' (the ports are not paired one to one)' : '';
    return {
      does: `Spread … over ${numeral(many)} addresses, ${printNatTo({ addresses: a, ports: null }).replace('-', ' to ')}`,
      after: `${ports}${based || unpaired}${c.persistent ? ', the same address for each client' : ''}${chosen(p, c)}`,
      connections: true,
    };
  }
  const address = a && printNatTo({ addresses: { from: a.from, to: a.from }, ports: null });
  const to = address
    ? port
      ? `${port} of ${address}`
      : address
    : port
      ? `${port} of the same address`
      : 'where they were going';
  return { they: `go to ${to}${based}`, after: chosen(p, c), connections: true };
};

/** What SNAT and MASQUERADE write: `198.51.100.7`, and a port where the rule names some. */
export const sourcePorts = (ports: NatTo['ports'], c: NatChoice): string => {
  if (c.randomFully)
    return ', with a fully random source port so that two connections don’t race for the same one';
  if (ports) return `, with a source port from ${printNatPorts(ports).replace('-', ' to ')}`;
  return c.random ? ', with a random source port' : '';
};
