/**
 * The match `time` has only the present to be tried in: rules around this moment, made by a seed, are asked
 * of the kernel and of us.
 */
import { spawnSync } from 'node:child_process';
import { expect, it } from 'vitest';
import { restore } from '../../src/netfilter/command/restore.ts';
import type { Environment } from '../../src/netfilter/environment.ts';
import type { Skb } from '../../src/netfilter/packet.ts';
import { findMatch } from '../../src/netfilter/registry.ts';
import { emptyFilter } from '../../src/netfilter/ruleset.ts';
import { unavailable } from './real.ts';

const seed = 7;
const days = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'];

const rulesAround = (now: number): readonly string[] => {
  let state = seed;
  const below = (n: number) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * n);
  };
  const near = () =>
    now + [-40_000, -20_000, -7_200, -600, 600, 7_200, 20_000, 40_000][below(8)]! + below(50);
  const iso = (seconds: number) => new Date(seconds * 1000).toISOString();
  const day = new Date(now * 1000).getUTCDate();
  const some = <T>(list: readonly T[], instead: T) => list.filter(() => below(2)).join(',') || instead;
  const one = () =>
    [
      below(4) ? `--timestart ${iso(near()).slice(11, 19)} --timestop ${iso(near()).slice(11, 19)}` : '',
      below(2) ? `${below(3) ? '' : '! '}--weekdays ${some(days, 'Mon')}` : '',
      below(3) ? '' : `${below(3) ? '' : '! '}--monthdays ${some([day, (day % 28) + 1, 1 + below(28)], 3)}`,
      below(4) ? '' : `--datestart ${iso(near()).slice(0, 19)}`,
      below(4) ? '' : `--datestop ${iso(near()).slice(0, 19)}`,
      below(3) ? '' : '--kerneltz',
      below(2) ? '--contiguous' : '',
    ]
      .filter(Boolean)
      .join(' ');
  // --contiguous is refused where the hours do not go over midnight.
  return Array.from({ length: 500 }, () => `-A OUTPUT -m time ${one()}`).filter(
    (rule) => restore(emptyFilter, `*filter\n${rule}\nCOMMIT\n`).status === 0,
  );
};

it.skipIf(unavailable() !== null)(`rules about this hour and day, seed ${seed}`, () => {
  const rules = rulesAround(Math.floor(Date.now() / 1000));
  const text = `*filter\n${rules.join('\n')}\nCOMMIT\n`;
  const real = spawnSync(
    'unshare',
    [
      '-n',
      'sh',
      '-c',
      'ip link set lo up; iptables-legacy-restore; date +%s; ping -c1 -W1 127.0.0.1 >/dev/null; iptables-legacy-save -c',
    ],
    { input: text, encoding: 'utf8' },
  ).stdout;
  const now = Number(real.slice(0, real.indexOf('\n'))) * 1000;
  const counted = [...real.matchAll(/^\[(\d+):\d+\] -A OUTPUT/gm)].map((m) => Number(m[1]) > 0);
  const ours = restore(emptyFilter, text).filter.tables.filter!.chains['OUTPUT']!.rules.map((r) =>
    findMatch('time')!.test(r.matches[0]!.data, {} as Skb, { now } as Environment),
  );
  expect(counted).toHaveLength(rules.length);
  expect(rules.filter((_, i) => counted[i] !== ours[i])).toEqual([]);
  expect(counted.filter(Boolean).length).toBeGreaterThan(20);
});
