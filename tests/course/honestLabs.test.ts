/**
 * What a lab that is no exercise says of a change: how a packet ends now, and how it ended before. Each lab's text is changed by
 * leaving out each of its lines and by a policy, and both ends are held against the witness (honest/witness.ts).
 */
import { describe, expect, it, vi } from 'vitest';
import { checkedNetworks, lessonPaths, readLessonAt, startPaths } from '../../src/cli/files.ts';
import { labView } from '../../src/course/labView.ts';
import { prepareLab } from '../../src/course/prepareLab.ts';
import { runText, tryWorld } from '../../src/course/runLab.ts';
import { buildLab } from '../../src/lab/exercise/buildLab.ts';
import { reduce, start } from '../../src/lab/exercise/session.ts';
import { verdictOf } from '../../src/lab/exercise/verdict.ts';
import { untrueTold } from './honest/told.ts';
import { asShown, untrueEnded } from './honest/untrue.ts';
import { witnessed } from './honest/witness.ts';

vi.setConfig({ testTimeout: 120_000 });

const { networks } = checkedNetworks('content');
const lessons = await Promise.all([...startPaths('content'), ...lessonPaths('content')].map(readLessonAt));
const labs = lessons.flatMap(({ lesson }) => lesson.labs).filter((lab) => lab.packets.length > 0);

/** The text without each of its lines, and with each policy that drops. */
const changed = (text: string, language: string): readonly string[] => {
  const lines = text.split('\n');
  return [
    ...lines.map((_, i) => lines.toSpliced(i, 1).join('\n')),
    ...(language === 'commands'
      ? ['INPUT', 'FORWARD', 'OUTPUT'].map((c) => `${text}\niptables -P ${c} DROP\n`)
      : []),
  ];
};

let changes = 0;
describe.each(labs.map((lab) => [lab.id, lab] as const))('%s', (_, lab) => {
  const network = networks[lab.network]!;
  const prepared = prepareLab(lab, network);
  const built = { lab, network, built: buildLab({ lab, network }).built };
  const done = (text: string) => {
    const { world, ...ran } = runText(prepared, text);
    const result = asShown(prepared, { ...tryWorld(lab, world), ...ran });
    return { view: labView(lab, result, 1), packets: witnessed(lab, world, result.packets) };
  };

  it('what it says of a change is so', () => {
    const first = done(lab.start);
    for (const text of changed(lab.start, lab.language)) {
      const second = done(text);
      if (second.view.problems.length > 0) continue;
      const answer = { kind: 'text', text } as const;
      const written = reduce(built, start(built), { kind: 'write', text });
      const { says } = verdictOf(built, reduce(built, written, { kind: 'shown', view: second.view, answer }));
      const ends = (all: typeof first) => all.packets.map((p) => JSON.stringify(p.answer));
      const one = /^Packet (\d+) now ends: (.*)\. Before: (.*)\.$/.exec(says);
      if (one) {
        const at = Number(one[1]) - 1;
        expect(one[2], text).not.toBe(one[3]);
        expect([...untrueEnded(second.packets[at]!, one[2]!, lab.host)], `${says}\n${text}`).toEqual([]);
        expect([...untrueEnded(first.packets[at]!, one[3]!, lab.host)], `${says}\n${text}`).toEqual([]);
        changes++;
      } else if (says.endsWith('every packet ends as before.'))
        expect(
          second.packets.map((p) => p.answer.outcome),
          text,
        ).toEqual(first.packets.map((p) => p.answer.outcome));
      else expect([says, ends(second)], text).not.toEqual([says, ends(first)]);
      for (const [i, packet] of second.packets.entries())
        expect(
          [...untrueTold(packet, second.view.packets[i]!.told)],
          `${second.view.packets[i]!.told}\n${text}`,
        ).toEqual([]);
    }
  });
});

it('labs have changed how one packet ends', () => expect(changes).toBeGreaterThan(5));
