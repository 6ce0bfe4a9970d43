/** Every lab of the course is read by the full terminal's page, where nothing of what its network needs is loaded yet. */
import { expect, it, vi } from 'vitest';
import { checkedNetworks, lessonPaths, readLessonAt } from '../../../../src/cli/files.ts';
import { worldText } from '../../../../src/container/files.ts';
import { prepareLab } from '../../../../src/course/prepareLab.ts';

it('reads every lab of the course', async () => {
  const { networks } = checkedNetworks('content');
  const lessons = await Promise.all(lessonPaths('content').map(readLessonAt));
  const all = lessons.flatMap(({ lesson }) => [...lesson.labs, ...lesson.exercises]);
  const handed = all
    .toSorted((a, b) => (a.network < b.network ? -1 : 1))
    .map((lab) => {
      const network = networks[lab.network]!;
      const world = worldText(prepareLab(lab, network).untouched);
      return {
        id: lab.id,
        of: lab.network,
        text: JSON.stringify({ from: null, lab, network, world, files: {} }),
      };
    });
  expect(handed.length).toBeGreaterThan(50);
  for (const [i, { id, of, text }] of handed.entries()) {
    if (handed[i - 1]?.of !== of) vi.resetModules();
    const { readHandover } = await import('../../../../src/lab/engine/readHandover.ts');
    const { withLoading } = await import('../../../../src/lab/engine/loading.ts');
    const read = await withLoading(() => readHandover({ text, in: 'tab', origin: 'https://course.example' }));
    expect(read?.lab.id).toBe(id);
  }
});
