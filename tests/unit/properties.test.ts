/** What holds for any text, however odd. fast-check prints the seed and the smallest text that breaks it. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readDump } from '../../src/explain/dump.ts';
import { restore } from '../../src/netfilter/command/restore.ts';
import type { Option } from '../../src/netfilter/extension.ts';
import { save } from '../../src/netfilter/print/save.ts';
import { matchRegistry, targetRegistry } from '../../src/netfilter/registry.ts';
import { emptyFilter, emptyFilterOf } from '../../src/netfilter/ruleset.ts';
import { tableNames } from '../../src/netfilter/types.ts';

/** How many texts in all: 20 000 in the tests, as many as `PROPERTY_RUNS` says in a long run. */
const total = Number(process.env['PROPERTY_RUNS'] ?? 20_000);
const share = (part: number) => ({ numRuns: Math.ceil(total * part) });
const timeout = 60_000 + total;

const extensions = [...matchRegistry.all(), ...targetRegistry.all()];
const options = extensions.flatMap((e) => (Object.values(e.options) as Option[]).flatMap((o) => o.names));
const words = fc.oneof(
  fc.constantFrom(
    ...options,
    ...extensions.map((e) => e.name),
    'INPUT',
    'OUTPUT',
    'FORWARD',
    'PREROUTING',
    'POSTROUTING',
    'ACCEPT',
    'DROP',
    'RETURN',
    'WEB',
  ),
  fc.constantFrom(
    '-A',
    '-I',
    '-D',
    '-p',
    '-s',
    '-d',
    '-i',
    '-o',
    '-j',
    '-g',
    '-m',
    '-f',
    '!',
    '-t',
    '-N',
    '-P',
    '-c',
  ),
  fc.constantFrom(
    'tcp',
    'udp',
    'icmp',
    '10.0.0.1',
    '10.0.0.0/8',
    '0/0',
    'eth0',
    'wl+',
    '80',
    '1:1023',
    '22,80',
    '0x10/0xff',
    'NEW,ESTABLISHED',
    '"a b"',
    '""',
    '1',
    '-1',
    '99999999999',
  ),
  fc.string({ maxLength: 6 }),
);
const wild = fc.array(words, { maxLength: 12 }).map((w) => w.join(' '));

/** Rules that mostly parse: an extension with a few of its options, each with some value. */
const likely = fc
  .tuple(
    fc.constantFrom('-p tcp', '-p udp', '-p icmp', '', '-s 10.1.2.3/255.0.255.0', '! -i eth+'),
    fc.array(
      fc.constantFrom(
        '--dport 22',
        '! --sport 1:',
        '-m multiport --dports 1,2:3',
        '-m conntrack --ctstate NEW,DNAT',
        '-m state ! --state NEW',
        '-m mark --mark 1/3',
        '-m addrtype --dst-type LOCAL',
        '-m comment --comment "x \\"y\\""',
        '-d 10.0.0.0/8',
        '-o lo',
        '-m tcp --tcp-flags ALL SYN',
        '--icmp-type 8',
        '-f',
      ),
      { maxLength: 3 },
    ),
    fc.constantFrom(
      '',
      '-j ACCEPT',
      '-j WEB',
      '-g WEB',
      '-j REJECT',
      '-j LOG --log-prefix "a: "',
      '-j MARK --set-mark 7',
      '-j RETURN',
      '-j DNAT --to-destination 1.2.3.4:80',
      '-j MASQUERADE',
    ),
  )
  .map(([first, matches, target]) => ['-A INPUT', first, ...matches, target].filter(Boolean).join(' '));

const dump = (line: fc.Arbitrary<string>, maxLength = 6) =>
  fc
    .tuple(fc.constantFrom(...tableNames), fc.array(line, { maxLength }))
    .map(([table, lines]) =>
      [`*${table}`, ...(table === 'filter' ? [':WEB - [0:0]'] : []), ...lines, 'COMMIT', ''].join('\n'),
    );

describe('any text at all', () => {
  it.each([
    ['characters', fc.string({ unit: 'binary', maxLength: 200 })],
    ['words', dump(wild)],
    ['lines that end nowhere', fc.array(wild).map((l) => l.join('\r\n'))],
  ])('%s: is read or refused with its place', { timeout }, (_, texts) => {
    fc.assert(
      fc.property(texts, fc.constantFrom('legacy', 'nft'), (text, backend) => {
        const { status, problems, stderr } = restore(emptyFilterOf(backend), text);
        expect([0, 1, 2, 3, 4]).toContain(status);
        if (status !== 0) expect(stderr).not.toBe('');
        for (const { from, to, hint } of problems) {
          expect(from).toBeGreaterThanOrEqual(0);
          expect(to).toBeGreaterThanOrEqual(from);
          expect(to).toBeLessThanOrEqual(text.length);
          expect(hint).not.toBe('');
        }
        expect(() => readDump(text)).not.toThrow();
      }),
      share(0.25),
    );
  });
});

describe('what was loaded', () => {
  it.each([
    ['likely rules', dump(likely, 2)],
    ['wild rules', dump(wild)],
  ])('%s: saved, loaded and saved again is the same', { timeout }, (_, texts) => {
    fc.assert(
      fc.property(texts, (text) => {
        const first = save(restore(emptyFilter, text).filter, { counters: true });
        const again = restore(emptyFilter, first, { counters: true });
        expect(again.stderr).toBe('');
        expect(save(again.filter, { counters: true })).toBe(first);
      }),
      share(0.1),
    );
  });

  it('is plain data', { timeout }, () => {
    fc.assert(
      fc.property(dump(likely, 2), (text) => {
        const { filter } = restore(emptyFilter, text);
        expect(structuredClone(filter)).toEqual(filter);
        expect(JSON.parse(JSON.stringify(filter))).toEqual(filter);
      }),
      share(0.05),
    );
  });
});
