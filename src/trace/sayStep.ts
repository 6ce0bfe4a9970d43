/**
 * The steps of a way in words: one sentence each, for the eye and for a screen reader, and a few words for a
 * list.
 */
import type { Effect } from '../netfilter/trace.ts';
import { printAddress } from '../netfilter/values/address.ts';
import type { Event } from '../network/trace.ts';
import { grouped } from '../text/grouped.ts';
import { receiver, sender } from './packetFields.ts';
import { sayDrop } from './sayDrop.ts';
import { isEmpty, ruleChecks, sayRewritten, type TableEvent, whyNot } from './sayRule.ts';
import type { WalkLine } from './walkLines.ts';
import type { WayStep } from './way.ts';

const sayEffect = (effect: Effect): string | null => {
  switch (effect.kind) {
    case 'log':
      return `The kernel logs: ${effect.text}`;
    case 'changed':
      return null;
    case 'copy':
      return `A copy goes out through ${printAddress(effect.to)}`;
    case 'reject':
      return `The packet ends here, and the sender gets ${effect.with}`;
    case 'kept':
      return sentence(effect.why);
    case 'nat':
      return `${effect.text} decides the new address, for this packet and the rest of its connection`;
    case 'not-simulated':
      return `Not simulated: ${effect.why}`;
  }
};

const sayTarget = (line: Extract<WalkLine, { kind: 'matched' }>): string => {
  const { target, effects } = line;
  const said = effects.map(sayEffect).filter((s) => s !== null);
  switch (target.kind) {
    case 'none':
      return 'It has no target: the packet is only counted, and the next rule is tried.';
    case 'verdict':
      return {
        ACCEPT: 'ACCEPT: this table is done with the packet here.',
        DROP: 'DROP: the packet ends here.',
        RETURN: `RETURN: the rest of ${line.chain} is skipped.`,
        QUEUE: 'QUEUE: the packet is handed to a program.',
      }[target.verdict];
    case 'jump':
      return `It jumps to the chain ${target.chain}.`;
    case 'goto':
      return `It goes to the chain ${target.chain}, and does not come back.`;
    case 'extension':
      return `${said.length ? said.join('. ') : `${target.use.name} is done, and the next rule is tried`}.`;
  }
};

const sentence = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
const nth = (line: { readonly chain: string; readonly index: number }): string =>
  `rule ${grouped(line.index + 1)} of ${line.chain}`;

const sayLine = (event: TableEvent, line: WalkLine): string => {
  const { visit } = event;
  const table = visit.table;
  switch (line.kind) {
    case 'missed':
    case 'not-simulated':
      return `${table}: ${nth(line)} does not match. It ${whyNot(event, line)}.`;
    case 'fold':
      return `${table}: rules ${grouped(line.first + 1)} to ${grouped(line.first + line.count)} of ${line.chain} do not match either.`;
    case 'matched':
      return `${table}: ${nth(line)} matches${ruleChecks(event, line).length ? '' : ' every packet'}. ${sayTarget(line)}`;
    case 'gave-up':
      return `${table}: after ${grouped(line.steps)} steps the walk is given up, and the packet ends here.`;
    case 'returned':
      return `${table}: ${isEmpty(event, line.from) ? `${line.from} has no rules` : `end of ${line.from}`}. Back in ${line.chain}, at ${line.index < visit.rules.chains[line.chain]!.rules.length ? `rule ${grouped(line.index + 1)}` : 'its end'}.`;
    case 'policy':
      return `${table}: no rule of ${line.chain} decided, so its policy does: ${line.policy}. ${line.policy === 'ACCEPT' ? 'The packet goes on' : 'The packet ends here'}.`;
  }
};

const stateWords = {
  NEW: 'NEW: no reply has been seen yet',
  ESTABLISHED: 'ESTABLISHED: packets have gone both ways',
  RELATED: 'RELATED: it starts something new for a known connection',
  INVALID: 'INVALID: it is part of no connection and cannot open one',
  UNTRACKED: 'UNTRACKED: a rule exempted it',
} as const;

const sayEvent = (event: Exclude<Event, TableEvent>, step: WayStep): string => {
  switch (event.kind) {
    case 'made':
      return `${event.by === 'kernel' ? `The kernel of ${event.host}` : `A program on ${event.host}`} sends a packet to ${receiver(event.packet)}`;
    case 'routed':
      if (event.to === 'nowhere') return `Routing: ${event.host} has no route to the destination`;
      if (event.to === 'here')
        return `Routing: the packet is for ${event.host} itself, so INPUT comes next, not FORWARD`;
      return `Routing: it leaves through ${event.device}${event.via ? `, to ${event.via}` : ''}${step.after.packet.ttl === step.before.packet.ttl ? '' : `. It is for another machine, so FORWARD comes next, not INPUT, and its TTL goes down by one`}`;
    case 'tracked':
      return `Connection tracking looks the packet up. ${stateWords[event.connection.state]}`;
    case 'rewritten':
      return sentence(sayRewritten(event, step.before.connection?.direction ?? null));
    case 'confirmed':
      return 'The connection is now in the connection table, so its next packets and the replies will be recognised';
    case 'wire':
      return `Over the link ${event.link}, from ${event.from.host} to ${event.to.host}`;
    case 'bridged':
      return `The bridge ${event.bridge} forwards it from port ${event.from} to port ${event.to}`;
    case 'delivered':
      return event.to === 'kernel'
        ? `Delivered: the kernel of ${event.host} takes it`
        : `Delivered: the ${event.to === 'client' ? 'program that asked' : 'listening program'} on ${event.host} gets it`;
    case 'dropped':
      return `The packet ends on ${event.host}: ${sayDrop(event)}`;
  }
};

/** What happens in a step, in a sentence or two. */
export const sayStep = (step: WayStep): string =>
  step.event.kind === 'table'
    ? sayLine(step.event, step.lines[step.line ?? step.lines.length - 1]!)
    : `${sayEvent(step.event, step)}.`;

const lineLabel = (line: WalkLine): string => {
  switch (line.kind) {
    case 'missed':
    case 'not-simulated':
      return `${nth(line)}: no match`;
    case 'fold':
      return `${grouped(line.count)} more rules: no match`;
    case 'matched':
      return `${nth(line)}: match`;
    case 'returned':
      return `back from ${line.from}`;
    case 'gave-up':
      return 'given up';
    case 'policy':
      return `policy: ${line.policy}`;
  }
};

/** What routing decided, in a few words: `out through eth0`. */
export const sayRouted = (event: Extract<Event, { kind: 'routed' }>): string =>
  event.to === 'here'
    ? 'for this machine'
    : event.to === 'nowhere'
      ? 'no route'
      : `out through ${event.device}`;

/** A step in a few words, for a list. Works out no reasons. */
export const labelStep = (step: WayStep): string => {
  const { event } = step;
  switch (event.kind) {
    case 'table':
      return `${event.visit.table}, ${lineLabel(step.lines[step.line ?? step.lines.length - 1]!)}`;
    case 'made':
      return 'the packet is sent';
    case 'routed':
      return `routing: ${sayRouted(event)}`;
    case 'tracked':
      return `tracking: ${event.connection.state}`;
    case 'rewritten':
      return sender(event.before) !== sender(event.after)
        ? 'the source is rewritten'
        : receiver(event.before) !== receiver(event.after)
          ? 'the destination is rewritten'
          : 'it is rewritten';
    case 'confirmed':
      return 'the connection is confirmed';
    case 'wire':
      return `over the link ${event.link} to ${event.to.host}`;
    case 'bridged':
      return `over the bridge ${event.bridge}`;
    case 'delivered':
      return 'delivered';
    case 'dropped':
      return 'it ends here';
  }
};
