/** Whatever a learner writes ends soon, and what ended it is said with its number. */
import '../../src/netfilter/allExtensions.ts';
import '../../src/shell/commands/all.ts';
import { describe, expect, it } from 'vitest';
import { longestLabText } from '../../src/course/longestLabText.ts';
import { prepareLab } from '../../src/course/prepareLab.ts';
import { labLimits, runText } from '../../src/course/runLab.ts';
import { mostEntries } from '../../src/netfilter/sets/applyEntryCommand.ts';

const lab = prepareLab(
  { host: 'host', language: 'commands' },
  { hosts: { host: { interfaces: { eth0: { link: 'net', addresses: ['10.0.0.1/24'] } } } } },
);

/** What is said of a text in an editor. */
const said = (text: string): readonly string[] => runText(lab, text).problems.map((p) => p.message);
/** The rules that a text has left. */
const rules = (text: string): number =>
  runText(lab, text).world.hosts['host']!.filter.tables.filter?.chains['FORWARD']?.rules.length ?? 0;

describe('an editor', () => {
  const steps = expect.stringContaining(`stopped after ${labLimits.steps} commands`) as string;
  it.each([
    'while true; do iptables -A FORWARD -j LOG; done',
    'while true; do iptables -I FORWARD -p tcp --dport 22 -j ACCEPT; done',
    'while :; do :; done',
    'until false; do iptables -N c$((i++)); done',
    'for ((;;)); do true; done',
    'f() { f; f; }; while f; do :; done',
    'while ssh host iptables -A FORWARD; do true; done',
  ])('%s', (text) => {
    const messages = said(text);
    expect(messages.length).toBeGreaterThan(0);
    if (!text.startsWith('f()')) expect(messages).toContainEqual(steps);
  });
  it('what ran before the limit stays', () =>
    expect(rules('while true; do iptables -A FORWARD -j LOG; done')).toBeGreaterThan(labLimits.steps / 4));
  it('runs as many commands as fit in a text', () =>
    expect(said('iptables -A FORWARD -j LOG\n'.repeat(Math.floor(longestLabText / 27)))).toEqual([]));
  it('a longer text is not run', () =>
    expect(said('#'.repeat(longestLabText + 1))).toEqual(['The text is too long']));
  it('prints no more than a megabyte', () =>
    expect(said('while true; do iptables -h; done').join()).toContain(
      'stopped after 1048576 characters of output',
    ));
});

describe('a set', () => {
  it.each([
    ['hash:ip', ['10.0.0.0/8'], 'Hash is full'],
    ['hash:ip maxelem 100000000', ['10.0.0.0/8'], 'entries at once is not simulated here'],
    [
      'hash:ip maxelem 100000000',
      ['10.0.0.0/15', '10.2.0.0/15', '10.4.0.0/15'],
      `more than ${mostEntries} entries is not simulated here`,
    ],
    ['hash:ip,port', ['10.0.0.0/16,tcp:1-65535'], 'Hash is full'],
  ])('%s with %s', (type, entries, message) =>
    expect(
      said(`ipset create s ${type}\n${entries.map((entry) => `ipset add s ${entry}\n`).join('')}`).join(),
    ).toContain(message),
  );
  it('deletes no more than it can at once', () =>
    expect(said('ipset create s hash:ip\nipset -exist del s 0.0.0.1-255.255.255.255').join()).toContain(
      'entries at once is not simulated here',
    ));
});
