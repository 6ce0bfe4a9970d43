import type { Answer } from '../network/scenario.ts';
import type { Trace } from '../network/trace.ts';
import { type Decision, decisions, firstDecisions } from '../trace/decisions.ts';
import { packetEnd } from './packetEnd.ts';

/** The chain of a decision, seen from a lab's host: `INPUT in filter`, `FORWARD in mangle on router`. */
export const sayChain = ({ host: at, table, chain }: Decision, host: string): string =>
  `${chain} in ${table}${at === host ? '' : ` on ${at}`}`;

const say = (decision: Decision, host: string): string => {
  const { rule, target } = decision;
  const where = sayChain(decision, host);
  return rule
    ? `Rule ${rule.number} of ${where} decided: ${rule.text}`
    : `No rule of ${where} decided, so its policy did: ${target}.`;
};

/**
 * What decided about a packet, a sentence a line: what ended it; else the rules of the lab's host that decided about it, and where
 * it is lost all the same, that; else the policy of filter that let it pass.
 */
export const sayDecided = (answer: Answer, trace: Trace, host: string, from: string): string => {
  const ended = decisions(trace).find((d) => d.ends);
  if (ended) return say(ended, host);
  const end = packetEnd(answer, trace, host, from);
  const rules = firstDecisions(trace, host).filter((d) => d.rule);
  const [way] = trace.journeys;
  const passed = firstDecisions({ journeys: way ? [way] : [] }, host).filter((d) => d.table === 'filter');
  const said = (rules.length > 0 ? rules : end.arrived ? passed : []).map((d) => say(d, host));
  return [...new Set(said), ...(end.arrived && said.length > 0 ? [] : [`It ${end.decided}.`])].join('\n');
};
