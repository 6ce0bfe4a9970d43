import { describe, expect, it } from 'vitest';
import { readNetworks } from '../../../src/cli/files.ts';
import { type OwnPacket, type OwnStep, readSteps } from '../../../src/course/ownSteps.ts';
import { prepareLab } from '../../../src/course/prepareLab.ts';
import { runText } from '../../../src/course/runLab.ts';
import { type StepView, sendSteps } from '../../../src/course/sendSteps.ts';

const network = readNetworks('content')['nas']!;
const change = {
  say: 'The router loses its rules.',
  steps: [{ kind: 'command', host: 'router', command: 'iptables -F' }],
  packets: [],
} as const;
const lab = { host: 'router', language: 'commands', changes: [change] } as const;
const rules = `iptables -P FORWARD ACCEPT
iptables -A INPUT -p tcp --dport 81 -j REJECT
iptables -A INPUT -p icmp -m limit --limit 1/min --limit-burst 1 -j ACCEPT
iptables -A INPUT -p icmp -j DROP
iptables -t nat -A PREROUTING -p tcp --dport 8080 -j DNAT --to 192.168.1.40:22`;
const packet = (parts: Partial<OwnPacket>): OwnPacket => ({
  kind: 'packet',
  from: 'phone',
  protocol: 'tcp',
  to: '192.168.1.1',
  port: '',
  flags: '',
  source: '',
  should: '',
  ...parts,
});
const sent = (...steps: readonly OwnStep[]): readonly StepView[] =>
  sendSteps(lab, runText(prepareLab(lab, network), rules).world, steps).map(({ view }) => view);
const says = (view: StepView): unknown =>
  view.kind === 'sent'
    ? [view.packet.ended, view.packet.end.decided, ...(view.asExpected === null ? [] : [view.asExpected])]
    : view.kind === 'refused'
      ? [view.refused.field, view.refused.says]
      : view.kind;

describe('a packet of the learner’s own', () => {
  const ping = packet({ protocol: 'ping' });
  it.each<[string, readonly OwnStep[], unknown]>([
    [
      'is rejected, and the name of a host is its address',
      [packet({ to: 'nas', port: '81' }), packet({ port: '81', should: 'reject' })],
      ['refused (port-unreachable)', 'is rejected by `filter INPUT, rule 1`', true],
    ],
    [
      'is refused by a closed port: no rule has rejected it',
      [packet({ port: '9', should: 'reject' })],
      ['refused', 'reaches router, where no program listens for it', false],
    ],
    [
      'is seen elsewhere after DNAT',
      [packet({ from: 'friend', to: '198.51.100.7', port: '8080', should: 'arrive' })],
      [
        'connected, reached nas:22',
        'is rewritten by `nat PREROUTING, rule 1` (DNAT), is accepted by `filter FORWARD, policy`, and its reply is accepted by `filter FORWARD, rule 1`',
        true,
      ],
    ],
    [
      'arrives, and its answer does not come back',
      [packet({ to: '198.51.100.7', port: '8080', should: 'arrive' })],
      [
        'no answer, reached nas:22',
        'gets a reply from 192.168.1.40:22, and not from 198.51.100.7:8080, so phone does not take it',
        false,
      ],
    ],
    [
      'meets what the one before it left',
      [ping, packet({ protocol: 'ping', should: 'drop' })],
      ['no answer', 'is dropped by `filter INPUT, rule 3`', true],
    ],
    [
      'meets a limit again after a minute',
      [ping, { kind: 'minute' }, packet({ protocol: 'ping', should: 'drop' })],
      ['answered', 'is accepted by `filter INPUT, rule 2`', false],
    ],
    [
      'is sent after a change of the lab',
      [{ kind: 'change', change: 0 }, packet({ port: '81', should: 'reject' })],
      ['refused', 'reaches router, where no program listens for it', false],
    ],
    ['a change that is not there changes nothing', [{ kind: 'change', change: 7 }], 'happened'],
  ])('%s', (_, steps, expected) => {
    expect(says(sent(...steps).at(-1)!)).toEqual(expected);
  });

  it.each<[Partial<OwnPacket>, string, RegExp]>([
    [{ from: 'toString' }, 'from', /no host "toString" here\. The hosts are nas, phone/],
    [{ to: ' ' }, 'to', /Say where/],
    [{ to: 'router' }, 'to', /several addresses: 192\.168\.1\.1 \(lan\), 198\.51\.100\.7 \(wan\)/],
    [{ to: 'hasOwnProperty' }, 'to', /neither an IPv4 address nor a host/],
    [{ to: '192.168.1.1:80' }, 'to', /Write 192\.168\.1\.1 here, and the port/],
    [{ to: '2001:db8::1' }, 'to', /IPv6/],
    [{ to: '192.168.1.0/24' }, 'to', /whole network/],
    [{ port: '' }, 'port', /TCP needs a port/],
    [{ port: 'http' }, 'port', /"http" is not a port/],
    [{ port: '65536' }, 'port', /"65536" is not a port/],
    [{ protocol: 'ping', port: '80' }, 'port', /ping has no port/],
    [{ port: '80', flags: 'SYN, FOO' }, 'flags', /no TCP flag "FOO"/],
    [{ port: '80', flags: 'SYN', protocol: 'udp' }, 'flags', /Only TCP/],
    [{ port: '80', source: '10.9.9.9' }, 'source', /phone does not have the address 10\.9\.9\.9/],
    [{ port: '80', source: 'me' }, 'source', /"me" is not/],
  ])('is refused by name: %o', (parts, field, message) => {
    expect(says(sent(packet(parts))[0]!)).toEqual([field, expect.stringMatching(message)]);
  });

  it('is read as it was kept, and as nothing else', () => {
    const steps = [packet({ port: '80', flags: 'syn, ack' }), { kind: 'minute' }] as const;
    expect(readSteps(JSON.stringify(steps))).toEqual(steps);
    const bad = [
      '',
      '{}',
      '[1]',
      '[{"kind":"packet"}]',
      '[{"kind":"run"}]',
      JSON.stringify(Array(27).fill(steps[1])),
    ];
    expect(bad.map(readSteps)).toEqual(bad.map(() => null));
  });
});
