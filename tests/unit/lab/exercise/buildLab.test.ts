import { expect, it } from 'vitest';
import { labCalled } from '../engine/page.ts';

it.each([
  // What a terminal has typed already is not to be done again.
  ['over-a-reboot', 'netfilter-persistent save\n'],
  ['good-night-tv', 'iptables -A FORWARD -s 192.168.1.30 -j DROP\n'],
])('the solution of %s is what is left to do', (id, solution) => {
  expect(labCalled(id).built.kind!.solution).toBe(solution);
});
