import type { FixExercise } from '../../course/kinds/fix.ts';

/** The exercise of the front page: one number to correct, and three packets to watch. */
export const frontLab: FixExercise = {
  kind: 'fix',
  id: 'first-rule',
  title: 'Your first rule',
  task: 'This rule should keep the customer off port 22, where people log in. Its number is wrong, and now the customer cannot open the web page on port 80. Correct the number.',
  network: 'shop',
  host: 'server',
  language: 'commands',
  start: 'iptables -A INPUT -s 192.0.2.99 -p tcp --dport 80 -j DROP\n',
  show: [],
  packets: [
    {
      probe: { name: 'the customer opens the page', from: 'customer', tcp: '192.0.2.10:80' },
      outcome: 'connected',
      because: 'Your rule does not match port 80, so the policy lets the packet in.',
      claim: { decided: ['filter INPUT policy'] },
    },
    {
      probe: { name: 'the customer tries to log in', from: 'customer', tcp: '192.0.2.10:22' },
      outcome: 'timeout',
      because: 'Your rule matches port 22, and DROP throws the packet away.',
      claim: { decided: ['filter INPUT DROP'] },
    },
    {
      probe: { name: 'the owner logs in', from: 'owner', tcp: '192.0.2.10:22' },
      outcome: 'connected',
      because: 'Your rule names the customer’s address, and the owner has another.',
      claim: { decided: ['filter INPUT policy'], has: '-s 192.0.2.99' },
    },
  ],
  changes: [],
  hints: [
    {
      when: { packet: 'the customer opens the page' },
      say: 'The page is on port 80, and the customer does not get it. `--dport` names the port that a rule is about: which one should it be?',
    },
    {
      when: {
        packet: 'the customer tries to log in',
        outcome: 'connected',
        decided: ['filter INPUT ACCEPT'],
      },
      say: 'The page opens. The customer’s login matched a rule of yours with `-j ACCEPT`, and the first rule that accepts or drops a packet decides. Which target throws it away?',
    },
    {
      when: { packet: 'the customer tries to log in', outcome: 'refused' },
      say: 'The page opens, and the login is refused: REJECT sends an answer back. Which target sends none?',
    },
    {
      when: { packet: 'the customer tries to log in', outcome: 'connected', unmatched: ' -A ' },
      say: 'The page opens, and a rule of yours has matched no packet. Compare it with this one: it goes through INPUT, from 192.0.2.99 to port 22 (`--dport`).',
    },
    {
      when: { packet: 'the customer tries to log in', outcome: 'connected' },
      say: 'The page opens. The customer’s login comes from 192.0.2.99 to port 22, and no rule drops it yet.',
    },
    {
      when: { packet: 'the owner logs in' },
      say: 'The customer is kept out, and so is the owner. `-s` names the address that a rule is about, here the customer’s: 192.0.2.99.',
    },
  ],
  solution: 'iptables -A INPUT -s 192.0.2.99 -p tcp --dport 22 -j DROP\n',
  wrong: [
    { answer: '# nothing\n', fails: 'the customer tries to log in' },
    { answer: 'iptables -A INPUT -p tcp --dport 22 -j DROP\n', fails: 'the owner logs in' },
  ],
};
