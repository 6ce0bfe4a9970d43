import { parsed } from '../../text/problem.ts';
import { connectionSeen } from '../datapath/connectionView.ts';
import { defineMatch } from '../extension.ts';
import { wordList } from '../values/wordList.ts';

const states = ['INVALID', 'NEW', 'RELATED', 'ESTABLISHED', 'UNTRACKED'] as const;

/**
 * Matches a connection's state; the older name of conntrack's --ctstate. Reference:
 * extensions/libxt_conntrack.c, state_mt.
 */
export const state = defineMatch({
  name: 'state',
  summary: 'Asks for the state of the connection. The match conntrack has taken its place.',
  tracks: () => true,
  options: {
    state: {
      names: ['--state'],
      takes: wordList(states, (rest) =>
        rest === ''
          ? '"--state" requires a list of states with no spaces, e.g. ESTABLISHED,RELATED'
          : `Bad state "${rest}"`,
      ),
      invertible: true,
      required: true,
      help: 'Fits packets whose connection is in one of these states.',
    },
  },
  parse: (given) => parsed({ states: given.state!.value, inverted: given.state!.inverted }),
  save: (d) => `${d.inverted ? ' !' : ''} --state ${d.states.join(',')}`,
  list: (d) => `${d.inverted ? '! ' : ''}state ${d.states.join(',')}`,
  explain: (d) => `the connection is ${d.inverted ? 'not ' : ''}${d.states.join(' or ')}`,
  // Where nobody has looked yet, it is INVALID.
  test: (d, skb) =>
    (d.states as readonly string[]).includes(connectionSeen(skb)?.state ?? 'INVALID') !== d.inverted,
  asks: (d) => [{ kind: 'state', states: d.states, inverted: d.inverted }],
  saw: (_, skb) => `the state ${connectionSeen(skb)?.state ?? 'that nobody has looked at'}`,
});
