import { expect, it } from 'vitest';
import { checkNetwork } from '../../../src/course/checkNetwork.ts';
import { editedValue, network } from './lesson.ts';

it('a good network is given back', () => expect(checkNetwork(network)).toEqual({ ok: true, network }));

it.each<[string, unknown, string]>([
  ['title', undefined, 'title: title is missing'],
  ['title', 7, 'title: title must be text'],
  ['titel', 'x', 'titel: a network has no field titel; did you mean title?'],
  ['host', {}, 'host: a network has no field host; did you mean hosts?'],
  ['colour', 'red', 'colour: a network has no field colour; there are title, hosts'],
  ['probes', [], 'probes: a network has no probes: the labs that use it send their own packets'],
  ['hosts', undefined, 'hosts: a scenario needs hosts. Name at least one host'],
  [
    'hosts.server.adresses',
    [],
    'hosts.server.adresses: a host has no field adresses. It has forwarding, interfaces, routes',
  ],
  [
    'hosts.server.listen.0',
    80,
    'hosts.server.listen.0: this is a number, not a text. Put it in quotation marks',
  ],
  ['hosts.visitor.interfaces.eth0.addresses.0', '192.0.2.1/24', 'hosts.visitor.interfaces.eth0'],
  ['hosts.server.rules', '*filter\n-A INPUT -j NOPE\nCOMMIT\n', 'hosts.server.rules'],
])('%s as %j', (path, to, defect) => {
  const checked = checkNetwork(editedValue(network, path, to));
  const lines = checked.ok ? [] : checked.defects.map((d) => `${d.path.join('.')}: ${d.message}`);
  expect(lines).toEqual([expect.stringContaining(defect)]);
});

it.each([null, undefined, 7, 'text', [], {}])('%j is not a network', (value) =>
  expect(checkNetwork(value).ok).toBe(false),
);
