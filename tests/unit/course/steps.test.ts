import { expect, it } from 'vitest';
import { readLesson, readNetworks } from '../../../src/cli/files.ts';
import { runLab } from '../../../src/course/lab.ts';
import { stepsOf, type WayStep } from '../../../src/course/steps.ts';

const networks = readNetworks('content');
const { lesson } = readLesson('content/lessons/03-masquerade-versus-snat.mdx');
const lab = lesson.labs.find((l) => l.id === 'neither')!;
const waysOf = (text: string) => {
  const { packets, world } = runLab(lab, networks[lab.network]!, text);
  return stepsOf(packets[0]!.trace, world);
};
const at = (s: WayStep) => [s.host, s.hook, s.station, s.end].filter((x) => x !== null).join(' ');
const changed = (s: WayStep) => s.fields.filter((f) => f.was !== null).map((f) => `${f.name} ${f.was} > ${f.value}`);

it('walks the first packet through the machines, hooks and tables, and says what was rewritten', () => {
  const [syn] = waysOf('iptables -t nat -A POSTROUTING -o lan -j ACCEPT\niptables -t nat -A POSTROUTING -o wan -j MASQUERADE');
  expect(syn!.hosts).toEqual(['phone', 'router', 'provider', 'web']);
  const router = syn!.steps.filter((s) => s.host === 'router');
  expect(router.map(at)).toEqual(['router', 'router PREROUTING conntrack', 'router', 'router POSTROUTING nat', 'router POSTROUTING nat']);
  expect(router.flatMap((s) => s.rules.map((r) => [r.text, r.matched]))).toEqual([
    ['-A POSTROUTING -o lan -j ACCEPT', false],
    ['-A POSTROUTING -o wan -j MASQUERADE', true],
  ]);
  expect(router.flatMap((s) => s.rules.map((r) => r.why))[0]).toBe('needs to leave by lan; the packet leaves by wan');
  expect(router.flatMap(changed).filter((c) => c.startsWith('from'))).toEqual([expect.stringMatching(/^from 192\.168\.1\.23:\d+ > 198\.51\.100\.7:\d+$/)]);
  expect(syn!.hooks['router']).toEqual(['PREROUTING', 'FORWARD', 'POSTROUTING']);
});

it('shows the answer finding its way back to the private address', () => {
  const [, answer] = waysOf('iptables -t nat -A POSTROUTING -o wan -j MASQUERADE');
  expect(answer!.answers).toBe(0);
  expect(answer!.steps.flatMap(changed).filter((c) => c.startsWith('to'))).toEqual([expect.stringMatching(/^to 198\.51\.100\.7:\d+ > 192\.168\.1\.23:\d+$/)]);
  expect(answer!.steps.at(-1)).toMatchObject({ host: 'phone', end: 'delivered' });
});

it('ends at the rule that drops', () => {
  const [syn] = waysOf('iptables -A FORWARD -p tcp -j DROP');
  expect(at(syn!.steps.at(-1)!)).toBe('router dropped');
  expect(syn!.steps.at(-2)!.say).toBe('router, FORWARD, table filter: one rule fits, the packet ends here.');
});
