/** Sends a learner's own packets through a lab's network, and says what came of each. */
import { printAddress } from '../netfilter/values/address.ts';
import type { Answer, ProbeSpec } from '../network/scenario.ts';
import { probeName, sendProbe } from '../network/sendProbe.ts';
import { addressOf } from '../network/sentWhere.ts';
import type { Trace } from '../network/trace.ts';
import type { World } from '../network/world.ts';
import type { Lab } from './lab.ts';
import { type PacketView, packetView } from './labView.ts';
import { makeChange, makeStep } from './makeChange.ts';
import { type Refused, readPacket } from './ownPacket.ts';
import type { OwnStep, Should } from './ownSteps.ts';
import { stopper } from './packetEnd.ts';
import { reached } from './reached.ts';
import { sayDecided } from './sayDecided.ts';

/** What came of a step. */
export type StepView =
  | {
      readonly kind: 'sent';
      readonly packet: PacketView;
      /** Whether it ended as the learner expects; null where nothing is expected. */
      readonly asExpected: boolean | null;
    }
  | { readonly kind: 'refused'; readonly refused: Refused }
  /** A change, or a minute that passed. */
  | { readonly kind: 'happened' };

/** What came of a step, and the way of what it sent; null where nothing was. */
export interface StepResult {
  readonly view: StepView;
  readonly sent: { readonly trace: Trace; readonly world: World } | null;
}

/** Makes the steps in order, in a network as a learner's rules have made it. */
export const sendSteps = (
  lab: Pick<Lab, 'host' | 'changes'>,
  before: World,
  steps: readonly OwnStep[],
): readonly StepResult[] => {
  let world = before;
  const results: StepResult[] = [];
  for (const step of steps) {
    const made = makeOne(lab, world, step);
    world = made.world;
    results.push(made.result);
  }
  return results;
};

const makeOne = (
  { host, changes }: Pick<Lab, 'host' | 'changes'>,
  world: World,
  step: OwnStep,
): { readonly world: World; readonly result: StepResult } => {
  switch (step.kind) {
    case 'minute':
      return { world: makeStep(world, { kind: 'wait', seconds: 60 }).world, result: happened };
    case 'change':
      // A link may be older than its lesson: a change that is not there changes nothing.
      return { world: makeChange(world, changes[step.change] ?? { steps: [] }), result: happened };
    case 'packet': {
      const read = readPacket(step, world);
      if (!read.ok)
        return { world, result: { view: { kind: 'refused', refused: read.refused }, sent: null } };
      const sent = sendProbe(world, read.probe);
      const asExpected = step.should === '' ? null : endsSo(step.should, sent);
      return {
        world: sent.world,
        result: { view: { kind: 'sent', packet: viewOf(host, read.probe, sent), asExpected }, sent },
      };
    }
  }
};

const happened: StepResult = { view: { kind: 'happened' }, sent: null };

interface Sent {
  readonly answer: Answer;
  readonly trace: Trace;
  readonly world: World;
}

/** A packet arrives where a program gets it, and its answer comes back if it waits for one. What drops or rejects it is a rule or a policy. */
const endsSo = (should: Should, { answer, trace }: Sent): boolean => {
  const by = stopper(trace)?.target ?? null;
  switch (should) {
    case 'arrive':
      return answer.outcome === 'connected' || answer.outcome === 'replied';
    case 'drop':
      return by === 'DROP';
    case 'reject':
      return by === 'REJECT';
  }
};

/** As the lab's own packets are shown; where NAT has changed an address, that is part of how it ended. */
const viewOf = (host: string, probe: ProbeSpec, { answer, trace, world }: Sent): PacketView => {
  const name = probeName(probe);
  const first = trace.journeys[0]?.events.find((e) => e.kind === 'made');
  const { seen } = answer;
  const moved =
    seen !== null && addressOf(probe) !== `${seen.destination}${seen.dport === null ? '' : `:${seen.dport}`}`;
  const hidden = seen !== null && first !== undefined && printAddress(first.packet.source) !== seen.source;
  return packetView(
    {
      expected: {
        probe: { ...probe, name },
        outcome: answer.outcome,
        because: '',
        ...(hidden && { seenFrom: seen.source }),
        ...(moved && { reaches: reached(answer)! }),
      },
      answer,
      trace,
      world,
      passed: true,
      claimHolds: false,
      changes: 0,
      because: sayDecided(answer, trace, host, probe.from),
    },
    host,
  );
};
