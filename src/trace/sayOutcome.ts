import type { Answer } from '../network/scenario.ts';

const words: Readonly<Record<Answer['outcome'], string>> = {
  connected: 'connected',
  replied: 'answered',
  refused: 'refused',
  unreachable: 'unreachable',
  timeout: 'no answer',
};

/** An outcome as people say it: `refused (port-unreachable)`. */
export const sayOutcome = (answer: Pick<Answer, 'outcome' | 'icmp'>): string =>
  `${words[answer.outcome]}${answer.icmp ? ` (${answer.icmp})` : ''}`;
