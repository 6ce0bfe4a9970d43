/**
 * What is said of guesses is so: of predictions, of the packets that are asked about after a wrong one, and of marks on a
 * dump. Other guesses: HONEST_SEED=7.
 */
import { describe, expect, it } from 'vitest';
import { checkedNetworks, lessonPaths, readLessonAt } from '../../src/cli/files.ts';
import { gradeAnswer } from '../../src/course/exercise.ts';
import { type OtherPacket, type Prediction, sendInstead } from '../../src/course/kinds/predict.ts';
import { prepareLab } from '../../src/course/prepareLab.ts';
import { printedRules } from '../../src/course/printedRules.ts';
import { runLab, runText } from '../../src/course/runLab.ts';
import { askAgain } from '../../src/lab/engine/handover.ts';
import { sentWhere } from '../../src/network/sentWhere.ts';
import { outcomeWords } from '../../src/trace/sayOutcome.ts';
import { randomOf } from '../conformance/generate.ts';
import { untrueInstead } from './honest/untrue.ts';
import { isDecidedAt, witnessed } from './honest/witness.ts';

const seed = Number(process.env.HONEST_SEED ?? 1);
const { networks } = checkedNetworks('content');
const lessons = await Promise.all(lessonPaths('content').map(readLessonAt));
const exercises = lessons.flatMap(({ lesson }) => lesson.exercises);
const outcomes = Object.keys(outcomeWords) as readonly (keyof typeof outcomeWords)[];

const routeOf = (packet: OtherPacket): string => `${packet.from} ${sentWhere(packet)}`;
const isOnce = (route: string, routes: readonly string[]): boolean =>
  routes.indexOf(route) === routes.lastIndexOf(route);

const toPredict = exercises.flatMap((e) => (e.kind === 'predict' ? [[e.id, e] as const] : []));
const toTrace = exercises.flatMap((e) => (e.kind === 'trace' ? [[e.id, e] as const] : []));

describe.each(toPredict)('%s', (_, exercise) => {
  const prepared = prepareLab(exercise, networks[exercise.network]!);
  const { packets } = runLab(prepared, exercise.start);
  const seen = witnessed(exercise, runText(prepared, exercise.start).world, packets);

  it('what is said of packets that are asked about instead is so, and none is asked about twice', () => {
    const known: OtherPacket[] = [];
    const found = seen.flatMap((of) => {
      const { name } = of.expected.probe;
      const asked: OtherPacket[] = [];
      const again = () => askAgain(prepared, name, { sent: asked, known }, new Map());
      for (let next = again().next; next && asked.length < 3; next = again().next) asked.push(next.packet);
      known.push(...asked);
      const routes = [...packets.map((p) => p.expected.probe), ...known].map(routeOf);
      return [
        ...asked.map(routeOf).flatMap((route) => (isOnce(route, routes) ? [] : [`asked twice: ${route}`])),
        ...again().sent.flatMap((view, i) => {
          const packet = { ...sendInstead(of, asked[i]!), before: of.world, claimHolds: false };
          return [...untrueInstead(packet, of, view, exercise.host)].map((says) => `${view.route}: ${says}`);
        }),
      ];
    });
    expect(found).toEqual([]);
  });

  it('what is said of how many are left and of misses is so', () => {
    const random = randomOf(seed);
    const one = <T>(all: readonly T[]): T => all[Math.floor(random() * all.length)]!;
    const isRight = ({ packet, outcome }: Prediction) =>
      packets.find((p) => p.expected.probe.name === packet)!.answer.outcome === outcome;
    for (let n = 0; n < 50; n++) {
      const made: Prediction[] = Array.from({ length: 1 + Math.floor(random() * 6) }, () => ({
        packet: one(packets).expected.probe.name,
        outcome: one(outcomes),
      }));
      const left = packets.filter((p) => {
        const last = made.findLast((m) => m.packet === p.expected.probe.name);
        return !last || !isRight(last);
      }).length;
      const misses = made.filter((m) => !isRight(m)).length;
      const { passed, difference } = gradeAnswer(prepared, { kind: 'predictions', outcomes: {}, made });
      expect(passed).toBe(left === 0);
      if (left > 0)
        expect(difference).toMatch(
          new RegExp(`^${isRight(made.at(-1)!) ? '✓' : '✗'} .* (${left === 1 ? 'One' : left}) packets? `),
        );
      else
        expect(difference).toBe(
          misses === 0
            ? 'You predicted every packet.'
            : `Nothing is left to predict. ${misses === 1 ? 'One of your predictions was' : `${misses} of your predictions were`} wrong.`,
        );
    }
  });
});

describe.each(toTrace)('%s', (_, exercise) => {
  const prepared = prepareLab(exercise, networks[exercise.network]!);
  const made = runText(prepared, exercise.start).world;
  const [packet] = witnessed(exercise, made, runLab(prepared, exercise.start).packets);
  const known = printedRules(exercise.start).flatMap(({ meets }) => meets ?? []);
  const isMet = (mark: string): boolean => {
    const [table = '', chain = '', which = ''] = mark.split(' ');
    const rules = packet!.trace.journeys[0]!.events.flatMap((e) =>
      e.kind === 'table' && e.host === exercise.host && e.visit.table === table ? e.visit.steps : [],
    );
    return rules.some((s) =>
      which === 'policy'
        ? s.kind === 'policy' && s.chain === chain
        : s.kind === 'matched' && s.chain === chain && s.index === Number(which) - 1,
    );
  };

  it('what is said of marks is so', () => {
    const random = randomOf(seed);
    const right = known.filter(isMet);
    for (let n = 0; n < 200; n++) {
      const from = random() < 0.5 ? right : known;
      const met = from.filter(() => random() < 0.6).toSorted(() => (random() < 0.3 ? 1 : -1));
      const { passed, difference, parts } = gradeAnswer(prepared, { kind: 'marks', met });
      expect(parts.map((p) => p.right)).toEqual(met.map(isMet));
      const number = Number(/^Number (\d+),/.exec(difference ?? '')?.[1] ?? 0);
      const mark = met[number - 1];
      if (passed) expect([met.length, met.every(isMet)]).toEqual([right.length, true]);
      else if (difference === 'Nothing is marked.') expect(met).toEqual([]);
      else if (mark === undefined) {
        expect(difference).toMatch(/^Numbers? .* right, and there is more after that\.$/);
        expect([met.every(isMet), met.length < right.length]).toEqual([true, true]);
      } else {
        const [table, chain, which] = mark.split(' ');
        const name = which === 'policy' ? 'the policy' : `rule ${which}`;
        expect(difference).toContain(`Number ${number}, ${name} of ${chain} in ${table}`);
        expect(met.slice(0, number - 1).every(isMet)).toBe(true);
        const place = {
          host: exercise.host,
          table: table!,
          chain: chain!,
          number: which === 'policy' ? null : Number(which),
        };
        if (/does not match|does not come to it/.test(difference!))
          expect([isMet(mark), isDecidedAt(packet!, place)]).toEqual([false, false]);
        if (difference!.includes('comes too early')) expect(isMet(mark)).toBe(true);
      }
    }
  });
});
