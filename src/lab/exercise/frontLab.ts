import type { Lab } from '../../course/lab.ts';

/** The lab of the front page: one rule to change, one packet to watch. */
export const frontLab: Lab = {
  id: 'front',
  title: 'Change the rule, watch the packet',
  network: 'cluster',
  host: 'node',
  language: 'commands',
  start: 'iptables -t nat -A POSTROUTING -o eth0 -j MASQUERADE ! -d 10.244.0.0/16\n',
  show: [],
  packets: [
    {
      probe: { name: 'a pod opens a web page', from: 'pod', tcp: '203.0.113.80:80' },
      outcome: 'connected',
      seenFrom: '192.0.2.10',
      because:
        'The rule gives the packet the node’s address, so the answer finds its way back. Put a # in front of the rule and see.',
      claim: { decided: ['nat POSTROUTING'] },
    },
  ],
  changes: [],
};
