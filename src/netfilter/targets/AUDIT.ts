import { parsed, refused } from '../../text/problem.ts';
import { defineTarget, type Value } from '../extension.ts';
import { goesOn } from './goesOn.ts';

const kinds = ['accept', 'drop', 'reject'] as const;
const type: Value<(typeof kinds)[number]> = {
  form: kinds.join('|'),
  suggestions: kinds,
  parse(text) {
    const found = kinds.find((k) => k === text.toLowerCase());
    return found
      ? parsed(found)
      : refused(`Bad action type value "${text}"`, 'The types are accept, drop and reject.');
  },
};

/**
 * Writes a record for the audit daemon and goes on. Reference: net/netfilter/xt_AUDIT.c,
 * extensions/libxt_AUDIT.c
 */
export const AUDIT = defineTarget({
  name: 'AUDIT',
  summary: 'Writes a record for the audit daemon, and goes on to the next rule.',
  options: {
    type: {
      names: ['--type'],
      takes: type,
      required: true,
      help: 'What the record calls the packet. It changes nothing.',
      means: (v: string) => `The record says “${v}”. It changes nothing.`,
    },
  },
  parse: (g) => parsed({ type: g.type!.value }),
  save: (d) => ` --type ${d.type}`,
  list: (d) => `AUDIT ${d.type}`,
  deed: (d) => ({ does: `Write an audit record (type ${d.type}) for …`, goesOn: true }),
  apply: (_, skb) => goesOn(skb),
});
