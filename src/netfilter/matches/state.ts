import { parsed } from '../../text/problem.ts';
import { connectionSeen } from '../datapath/connectionView.ts';
import { defineMatch } from '../extension.ts';
import { wordList } from '../values/wordList.ts';
import { check } from './check.ts';
import { meansStates, phraseOfStates } from './states.ts';

const states = ['INVALID', 'NEW', 'RELATED', 'ESTABLISHED', 'UNTRACKED'] as const;

/**
 * Matches a connection's state; the older name of conntrack's --ctstate. Reference:
 * extensions/libxt_conntrack.c, state_mt.
 */
export const state = defineMatch({
  name: 'state',
  summary: 'Matches the state of the connection. The newer match is conntrack.',
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
      help: 'Matches packets whose connection is in one of these states.',
      means: (v: readonly string[], not: boolean) => meansStates(v, not),
    },
  },
  parse: (given) => parsed({ states: given.state!.value, inverted: given.state!.inverted }),
  save: (d) => `${d.inverted ? ' !' : ''} --state ${d.states.join(',')}`,
  list: (d) => `${d.inverted ? '! ' : ''}state ${d.states.join(',')}`,
  phrase: (d, { table }) => phraseOfStates(d.states, d.inverted, table === 'nat'),
  explain: (d) => `the connection is ${d.inverted ? 'not ' : ''}${d.states.join(' or ')}`,
  // Before connection tracking has looked, it is INVALID.
  test: (d, skb) =>
    (d.states as readonly string[]).includes(connectionSeen(skb)?.state ?? 'INVALID') !== d.inverted,
  asks: (d) => [{ kind: 'state', states: d.states, inverted: d.inverted }],
  checks: (d, skb, _, met) => [
    check(
      met,
      `state ${d.inverted ? 'other than ' : ''}${d.states.join(' or ')}`,
      `the packet's state is ${connectionSeen(skb)?.state ?? 'INVALID: connection tracking has not seen it'}`,
    ),
  ],
});
