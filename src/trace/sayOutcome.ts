import type { Answer, Outcome } from '../network/scenario.ts';

/** The outcomes as people say them, in the order in which a learner is asked about them. */
export const outcomeWords: Readonly<Record<Outcome, string>> = {
  connected: 'connected',
  replied: 'answered',
  refused: 'refused',
  unreachable: 'unreachable',
  timeout: 'no answer',
};

/** An outcome as people say it: `refused (port-unreachable)`. */
export const sayOutcome = (answer: Pick<Answer, 'outcome' | 'icmp'>): string =>
  `${outcomeWords[answer.outcome]}${answer.icmp ? ` (${answer.icmp})` : ''}`;
