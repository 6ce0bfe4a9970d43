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

const unloaded = wide.replace('-A INPUT -p tcp -m tcp --dport 80 -j ACCEPT', '-A INPUT --dort 80 -j ACCEPT');
const port = 'iptables -t raw -A PREROUTING -p tcp --dport 631 -j DROP';

it('a text that does not load shows no mistake: the rules in force are not its', async () => {
  const page = await openPage('keep-the-way-back');
  for (const [text, found] of [
    [wide, 'too-wide'],
    [unloaded, null],
  ] as const) {
    await page.act({ kind: 'write', text });
    expect(await page.ask('misconception', { answer: page.session.answer })).toBe(found);
  }
});

it.each([
  ['that failed', [port, 'iptables -t raw -A PREROUTING -p tcp --dort 631 -j DROP'], null],
  ['that is not there', [port, 'iptable -t raw -L'], null],
  ['that asks the network, and has no answer', [port, 'ping -c 1 203.0.113.99'], 'too-wide'],
  ['that worked, after one that failed', ['iptables -t raw -A PREROUTING --dort 631', port], 'too-wide'],
])('at a terminal, after a last command %s', async (_, lines, found) => {
  const page = await openPage('first-table');
  await page.type(...lines);
  expect(await page.ask('misconception', { answer: page.session.answer })).toBe(found);
});

it('a rule that was appended is not told to be inserted, whatever the lab began with', async () => {
  const page = await openPage('fix-with-snat');
  const { answer } = page.session;
  const text = `${answer.kind === 'text' ? answer.text : ''}
iptables -t nat -A POSTROUTING -s 10.20.0.25 -o wan -j SNAT --to-source 198.51.100.8`;
  await page.act({ kind: 'write', text });
  expect(await page.ask('misconception', { answer: page.session.answer })).toBe('swapped');
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
