/**
 * The steps of a way in words: one sentence each, for the eye and for a screen reader, and a few words for a
 * list.
 */
import type { Effect } from '../netfilter/trace.ts';
import { printAddress } from '../netfilter/values/address.ts';
import type { Event } from '../network/trace.ts';
import { grouped } from '../text/grouped.ts';
import { receiver, sender } from './packetFields.ts';
import { ruleChecks, sayRewritten, type TableEvent, whyNot } from './sayRule.ts';
import type { Row, WayStep } from './steps.ts';

const sayEffect = (effect: Effect): string | null => {
  switch (effect.kind) {
    case 'log':
      return `It writes to the log: ${effect.text}`;
    case 'changed':
      return null;
    case 'copy':
      return `A copy goes out by way of ${printAddress(effect.to)}`;
    case 'reject':
      return `The packet ends here, and its sender is told: ${effect.with}`;
    case 'kept':
      return sentence(effect.why);
    case 'nat':
      return `${effect.text} decides the address, for this packet and for the rest of its connection`;
    case 'not-simulated':
      return `Not simulated: ${effect.why}`;
  }
};

const sayTarget = (row: Extract<Row, { kind: 'matched' }>): string => {
  const { target, effects } = row;
  const said = effects.map(sayEffect).filter((s) => s !== null);
  switch (target.kind) {
    case 'none':
      return 'It has no target: it counts, and the packet goes on to the next rule.';
    case 'verdict':
      return {
        ACCEPT: 'ACCEPT: this table lets the packet go on.',
        DROP: 'DROP: the packet ends here.',
        RETURN: `RETURN: the rest of ${row.chain} is left out.`,
        QUEUE: 'QUEUE: the packet is handed to a program.',
      }[target.verdict];
    case 'jump':
      return `On to the chain ${target.chain}.`;
    case 'goto':
      return `On to the chain ${target.chain}, without coming back.`;
    case 'extension':
      return `${said.length ? said.join('. ') : `${target.use.name} is done, and the packet goes on to the next rule`}.`;
  }
};

const sentence = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
const nth = (row: { readonly chain: string; readonly index: number }): string =>
  `rule ${grouped(row.index + 1)} of ${row.chain}`;

const sayRow = (event: TableEvent, row: Row): string => {
  const { visit } = event;
  const table = visit.table;
  switch (row.kind) {
    case 'missed':
    case 'not-simulated':
      return `${table}: ${nth(row)} does not match. It ${whyNot(event, row)}.`;
    case 'fold':
      return `${table}: rules ${grouped(row.first + 1)} to ${grouped(row.first + row.count)} of ${row.chain} do not match either.`;
    case 'matched':
      return `${table}: ${nth(row)} matches${ruleChecks(event, row).length ? '' : ', for it asks for nothing'}. ${sayTarget(row)}`;
    case 'gave-up':
      return `${table}: after ${grouped(row.steps)} steps the walk is given up, and the packet ends here.`;
    case 'returned':
      return `${table}: ${row.from} is left. Back in ${row.chain}, with rule ${grouped(row.index + 1)} next.`;
    case 'policy':
      return `${table}: no rule of ${row.chain} has decided. Its policy does: ${row.policy}, ${row.policy === 'ACCEPT' ? 'the packet may go on' : 'the packet ends here'}.`;
  }
};

const stateWords = {
  NEW: 'NEW: no answer has been seen yet',
  ESTABLISHED: 'ESTABLISHED: packets have gone both ways',
  RELATED: 'RELATED: it belongs to a connection that is known',
  INVALID: 'INVALID: it fits no connection',
  UNTRACKED: 'UNTRACKED: a rule said not to look',
} as const;

const sayEvent = (event: Exclude<Event, TableEvent>, step: WayStep): string => {
  switch (event.kind) {
    case 'made':
      return `${event.by === 'kernel' ? `The kernel of ${event.host}` : `A program on ${event.host}`} makes a packet for ${receiver(event.packet)}`;
    case 'routed':
      if (event.to === 'nowhere') return `Where to? ${event.host} has no route there`;
      if (event.to === 'here')
        return `Where to? The packet is for ${event.host} itself: INPUT comes next, not FORWARD`;
      return `Where to? It leaves by ${event.device}${event.via ? `, to ${event.via}` : ''}${step.after.packet.ttl === step.before.packet.ttl ? '' : `. It is for another machine: FORWARD comes next, not INPUT, and it may make one hop less`}`;
    case 'tracked':
      return `Connection tracking looks the packet up. ${stateWords[event.connection.state]}`;
    case 'rewritten':
      return sentence(sayRewritten(event, step.before.connection?.direction ?? null));
    case 'confirmed':
      return 'The connection is written down. Its next packets, and the answers, will be known';
    case 'wire':
      return `Over the link ${event.link}, from ${event.from.host} to ${event.to.host}`;
    case 'bridged':
      return `The bridge ${event.bridge} takes it from its port ${event.from} to its port ${event.to}`;
    case 'delivered':
      return event.to === 'kernel'
        ? `It has arrived: the kernel of ${event.host} takes it`
        : `It has arrived: the program on ${event.host} that ${event.to === 'client' ? 'asked' : 'listens'} gets it`;
    case 'dropped':
      return `The packet ends on ${event.host}: ${event.why}`;
  }
};

/** What happens in a step, in a sentence or two. */
export const sayStep = (step: WayStep): string =>
  step.event.kind === 'table'
    ? sayRow(step.event, step.rows[step.row ?? step.rows.length - 1]!)
    : `${sayEvent(step.event, step)}.`;

const rowLabel = (row: Row): string => {
  switch (row.kind) {
    case 'missed':
    case 'not-simulated':
      return `${nth(row)}: no match`;
    case 'fold':
      return `${grouped(row.count)} more rules: no match`;
    case 'matched':
      return `${nth(row)}: match`;
    case 'returned':
      return `back from ${row.from}`;
    case 'gave-up':
      return 'given up';
    case 'policy':
      return `policy: ${row.policy}`;
  }
};

/** What a routing decision came to, in a few words: `out by eth0`. */
export const sayRouted = (event: Extract<Event, { kind: 'routed' }>): string =>
  event.to === 'here' ? 'for this machine' : event.to === 'nowhere' ? 'no way' : `out by ${event.device}`;

/** A step in a few words, for a list. Asks no rule for reasons. */
export const labelStep = (step: WayStep): string => {
  const { event } = step;
  switch (event.kind) {
    case 'table':
      return `${event.visit.table}, ${rowLabel(step.rows[step.row ?? step.rows.length - 1]!)}`;
    case 'made':
      return 'the packet is made';
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
      return 'the connection is written down';
    case 'wire':
      return `over ${event.link} to ${event.to.host}`;
    case 'bridged':
      return `over the bridge ${event.bridge}`;
    case 'delivered':
      return 'it has arrived';
    case 'dropped':
      return 'it ends here';
  }
};
