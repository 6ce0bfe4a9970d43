import { parsed, refused } from '../../text/problem.ts';
import { defineTarget, type Value } from '../extension.ts';
import { type Range, uint, uintRange } from '../values/uint.ts';

const range = uintRange(65535);
const balance: Value<Range> = {
  ...range,
  parse(text, place) {
    const read = range.parse(text, place);
    if (!read.ok) return read;
    if (!text.includes(':'))
      return refused(`Bad range "${text}"`, 'Give two numbers with a colon between: 0:3.');
    return read.value.from < read.value.to
      ? read
      : refused(`${read.value.from} should be less than ${read.value.to}`, 'The smaller number comes first.');
  },
};

/**
 * Hands the packet to a program that decides. Reference: net/netfilter/xt_NFQUEUE.c,
 * extensions/libxt_NFQUEUE.c
 */
export const NFQUEUE = defineTarget({
  name: 'NFQUEUE',
  summary: 'Hands the packet to a program, which decides what becomes of it.',
  options: {
    num: {
      names: ['--queue-num'],
      takes: uint(65535),
      excludes: ['balance'],
      help: 'The queue’s number; 0 if you leave it out.',
      means: (v: number) => `The program reads queue ${v}.`,
    },
    balance: {
      names: ['--queue-balance'],
      takes: balance,
      excludes: ['num'],
      help: 'Spreads connections over these queues.',
      means: (v: Range) => `Spread connections over queues ${v.from} to ${v.to}.`,
    },
    bypass: { names: ['--queue-bypass'], takes: null, help: 'Accepts the packet when no program listens.' },
    fanout: {
      names: ['--queue-cpu-fanout'],
      takes: null,
      also: ['balance'],
      help: 'Chooses the queue by the processor.',
    },
  },
  parse: (g) =>
    parsed({
      from: g.balance?.value.from ?? g.num?.value ?? 0,
      to: g.balance?.value.to ?? null,
      bypass: g.bypass !== undefined,
      fanout: g.fanout !== undefined,
    }),
  check: (d) =>
    d.to !== null && d.to - d.from + 1 > 65535
      ? { errno: 'Invalid argument', hint: 'Leave one queue out.' }
      : null,
  save: (d) =>
    `${d.to === null ? ` --queue-num ${d.from}` : ` --queue-balance ${d.from}:${d.to}`}${d.bypass ? ' --queue-bypass' : ''}${d.fanout ? ' --queue-cpu-fanout' : ''}`,
  list: (d) =>
    `NFQUEUE ${d.to === null || d.to - d.from + 1 > 65535 ? `num ${d.from}` : `balance ${d.from}:${d.to}`}${d.bypass ? ' bypass' : ''}${d.fanout ? ' cpu-fanout' : ''}`,
  deed: (d) => ({
    they: `are handed to the program on ${d.to === null ? `queue ${d.from}` : `queues ${d.from} to ${d.to}`}, which decides`,
    after: `; without one they ${d.bypass ? 'pass' : 'are dropped'}`,
  }),
  // No program listens here.
  apply: (d) => ({ kind: 'verdict', verdict: d.bypass ? 'ACCEPT' : 'DROP', effects: [] }),
});
