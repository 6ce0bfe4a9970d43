import { expect, it } from 'vitest';
import { labCalled } from '../engine/page.ts';

it.each([
  // What a terminal has typed already is not to be done again.
  ['over-a-reboot', 'netfilter-persistent save\n'],
  ['write-masquerade', 'iptables -t nat -A POSTROUTING -o wan -j MASQUERADE\n'],
])('the solution of %s is what is left to do', (id, solution) => {
  expect(labCalled(id).built.kind!.solution).toBe(solution);
});
