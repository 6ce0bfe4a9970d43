/** A checked answer that is wrong in a known way is explained where the author has no hint for it. */
import { expect, it } from 'vitest';
import type { Exercise } from '../../../../src/course/kinds/index.ts';
import type { Grade } from '../../../../src/course/kinds/kind.ts';
import { tooWide } from '../../../../src/course/mutate/kinds/tooWide.ts';
import type { BuiltLab } from '../../../../src/lab/exercise/builtLab.ts';
import { labCalled, openPage } from './page.ts';

/** What Check says of an answer to an exercise, with the author's hints or without. */
const checked = async (id: string, hints: 'of the author' | 'none', text: string): Promise<Grade> => {
  const built = labCalled(id);
  const lab = hints === 'none' ? { ...(built.lab as Exercise), hints: [] } : built.lab;
  const page = await openPage({ ...built, lab } as BuiltLab);
  if (lab.language === 'terminal') await page.type(text);
  else await page.act({ kind: 'write', text });
  await page.check();
  return page.session.grade!;
};

const wide = `*filter
:INPUT DROP [0:0]
-A INPUT -i lo -j ACCEPT
-A INPUT -m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT
-A INPUT -p tcp -m tcp --dport 22 -j ACCEPT
-A INPUT -p tcp -m tcp --dport 80 -j ACCEPT
COMMIT
`;

it('the explanation comes where no hint of the author applies', async () =>
  expect(await checked('keep-the-way-back', 'none', wide)).toMatchObject({
    passed: false,
    hint: tooWide.says,
  }));

it('a hint of the author comes first', async () =>
  expect((await checked('keep-the-way-back', 'of the author', wide)).hint).toMatch(
    /^A stranger can log in as well/,
  ));

it('a right answer, and a mistake that has no name, get none', async () => {
  const right = wide.replace('-A INPUT -p tcp -m tcp --dport 22', '-A INPUT -s 192.0.2.50 -p tcp --dport 22');
  expect(await checked('keep-the-way-back', 'none', right)).toMatchObject({ passed: true, hint: null });
  expect(
    await checked('keep-the-way-back', 'none', wide.replace('--dport 80', '--dport 1:1024')),
  ).toMatchObject({
    passed: false,
    hint: null,
  });
});

it('what was done at a terminal is looked at too', async () =>
  expect(
    (
      await checked(
        'first-table',
        'none',
        'iptables -t raw -A PREROUTING -p tcp --dport 631 -j DROP -m comment --comment x',
      )
    ).hint,
  ).toBe(tooWide.says));
