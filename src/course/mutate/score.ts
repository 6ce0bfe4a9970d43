/** How well an exercise's packets tell its solution from firewalls with one mistake. */
import { sendProbe } from '../../network/sendProbe.ts';
import { addressOf, protocolOf, sentWhere } from '../../network/sentWhere.ts';
import { stoppedBy } from '../../trace/stoppedBy.ts';
import type { Change, ExpectedPacket, Lab } from '../lab.ts';
import { reached } from '../reached.ts';
import { sendPackets } from '../runLab.ts';
import { type Mutant, type Mutants, mutantsOf } from './mutants.ts';
import { differences, type Observed, observe, portsIn, stages } from './observe.ts';
import type { SolvedLab } from './withSolution.ts';

/** A wrong firewall that passes the exercise, and a packet that would show it. */
export interface Survivor extends Mutant {
  readonly packet: ExpectedPacket;
  /** How many of the lab's changes come before the packet. */
  readonly stage: number;
}

/** What came of the mutants of one solution. Those that behave as the solution does are not counted. */
export interface Score {
  /** Wrong firewalls, and how many of them the exercise's packets find. */
  readonly wrong: number;
  readonly found: number;
  readonly survivors: readonly Survivor[];
  /** Altered texts, and probes, that were left out because there were too many. */
  readonly cut: { readonly texts: number; readonly probes: number };
}

/** The most packets that are tried in an exercise to show one survivor. */
const mostTries = 20;

const passes = (lab: Lab, mutant: Pick<Mutant, 'world'>): boolean =>
  sendPackets(lab, mutant.world).packets.every((p) => p.passed);

/** Tries an exercise's packets on every mutant of its solution, or on those that are given. */
export const scoreOf = (prepared: SolvedLab, among: Mutants = mutantsOf(prepared)): Score => {
  const { lab } = prepared;
  const { right, mutants, cut } = among;
  const passing = mutants.filter((m) => passes(lab, m));
  const named = [...new Set([lab.solution, ...passing.map((m) => m.text)].flatMap(portsIn))];
  const { observed, left } = passing.length ? observe(lab, right, named) : { observed: [], left: 0 };
  const survivors = passing.flatMap((mutant) => {
    let tries = 0;
    for (const difference of differences(lab, observed, mutant.world)) {
      const packet = packetFor(lab, difference, { right, mutant });
      if (packet) return [{ ...mutant, packet, stage: difference.stage }];
      if (++tries === mostTries) break;
    }
    return [];
  });
  const found = mutants.length - passing.length;
  return { wrong: found + survivors.length, found, survivors, cut: { texts: cut, probes: left } };
};

/** The probe as a packet of the exercise; null if a packet there cannot show the difference. */
const packetFor = (
  lab: Lab,
  { probe, stage }: Observed,
  { right, mutant }: { readonly right: Mutant['world']; readonly mutant: Mutant },
): ExpectedPacket | null => {
  const want = sendProbe(stages(lab, right)[stage]!, probe);
  const got = sendProbe(stages(lab, mutant.world)[stage]!, probe);
  const from = probe.source === undefined ? probe.from : `${probe.from} (${probe.source})`;
  const wantReached = reached(want.answer);
  const source = want.answer.seen?.source;
  const stop = stoppedBy(want.trace).at(-1);
  const same = want.answer.outcome === got.answer.outcome;
  const packet: ExpectedPacket = {
    probe: { ...probe, name: `${from} sends ${protocolOf(probe)} to ${addressOf(probe)}` },
    outcome: want.answer.outcome,
    ...(same && wantReached !== null && wantReached !== reached(got.answer) && { reaches: wantReached }),
    ...(same && source !== undefined && source !== got.answer.seen?.source && { seenFrom: source }),
    ...(same && stop !== undefined && stop !== stoppedBy(got.trace).at(-1) && { stoppedBy: stop }),
    because: '',
  };
  const longer = withPacket(lab, packet, stage);
  return passes(longer, { world: right }) && !passes(longer, mutant) ? packet : null;
};

const withPacket = (lab: Lab, packet: ExpectedPacket, stage: number): Lab =>
  stage === 0
    ? { ...lab, packets: [...lab.packets, packet] }
    : {
        ...lab,
        changes: lab.changes.map(
          (change, i): Change =>
            i === stage - 1 ? { ...change, packets: [...change.packets, packet] } : change,
        ),
      };

/** The packet as an item of a lesson, with a line left to write. */
export const packetItem = ({
  probe,
  outcome,
  reaches,
  seenFrom,
  stoppedBy: stop,
}: ExpectedPacket): string => {
  const source = probe.source === undefined ? '' : ` source=${probe.source}`;
  const more = [
    reaches && `reaches \`${reaches}\``,
    seenFrom && `seen from \`${seenFrom}\``,
    stop && `stopped in \`${stop}\``,
  ].filter((part) => part);
  const end = [outcome, ...more].join(', ');
  return `- ${probe.name.replace(/:(\d+)$/, ' port $1')}: \`${probe.from} ${sentWhere(probe)}${source}\` ${end}\n  Say here why.\n`;
};
