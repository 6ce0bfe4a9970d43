import type { Answer } from '../network/scenario.ts';
import type { Journey, Trace } from '../network/trace.ts';
import { type Decision, decisions, firstDecisions } from '../trace/decisions.ts';
import { isErrorMessage } from '../trace/isErrorMessage.ts';
import { opening, packetEnd, stopper } from './packetEnd.ts';

/** The chain of a decision, seen from a lab's host: `INPUT in filter`, `FORWARD in mangle on router`. */
export const sayChain = ({ host: at, table, chain }: Decision, host: string): string =>
  `${chain} in ${table}${at === host ? '' : ` on ${at}`}`;

const say = (decision: Decision, host: string, about = ''): string => {
  const { rule, target } = decision;
  const where = sayChain(decision, host);
  return rule
    ? `Rule ${rule.number} of ${where} decided${about}: ${rule.text}`
    : `No rule of ${where} decided${about}, so its policy did: ${target}.`;
};

/** What came back, as what a decision is about. An error is no answer. */
const aboutBack = (journey: Journey | undefined): string =>
  journey && isErrorMessage(journey) ? ' about the error message about it' : ' about its reply';

/**
 * What decided about a packet, a sentence a line: what ended it; else the rules of the lab's host that decided about it, the policy of
 * filter that let it pass, and the rules that decided about the reply; and where it is lost all the same, that.
 */
export const sayDecided = (answer: Answer, trace: Trace, host: string, from: string): string => {
  const ended = decisions(trace).find((d) => d.ends);
  if (ended) {
    const last = trace.journeys.find((j) => decisions({ journeys: [j] }).some((d) => d.ends));
    return say(ended, host, stopper(trace) ? '' : aboutBack(last));
  }
  const end = packetEnd(answer, trace, host, from);
  const there = firstDecisions(opening(trace, false), host).filter(
    (d) => d.rule || (end.arrived && d.table === 'filter'),
  );
  const isNew = (d: Decision) =>
    !there.some((t) => t.table === d.table && t.chain === d.chain && t.rule?.number === d.rule!.number);
  const returned = opening(trace, true);
  const back = firstDecisions(returned, host).filter((d) => d.rule && isNew(d));
  const about = aboutBack(returned.journeys[0]);
  const said = [...there.map((d) => say(d, host)), ...back.map((d) => say(d, host, about))];
  return [...said, ...(end.arrived && said.length > 0 ? [] : [`It ${end.decided}.`])].join('\n');
};
