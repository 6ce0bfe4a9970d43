import { parsed } from '../../text/problem.ts';
import { defineMatch } from '../extension.ts';
import { quote } from '../values/quoted.ts';
import { text } from '../values/text.ts';

/**
 * Says why a rule is there; every packet matches. Reference: net/netfilter/xt_comment.c,
 * extensions/libxt_comment.c
 */
export const comment = defineMatch({
  name: 'comment',
  summary: 'Writes a note into the rule. It matches every packet.',
  options: {
    comment: {
      names: ['--comment'],
      takes: text({ keep: 255, form: 'text' }),
      required: true,
      help: 'The note.',
      means: () => 'A note for people. It matches every packet.',
    },
  },
  parse: (given) => parsed({ comment: given.comment!.value }),
  save: (d) => ` --comment ${quote(d.comment)}`,
  list: (d) => `/* ${d.comment} */`,
  phrase: () => ({}),
  explain: (d) => `a note for people: "${d.comment}"`,
  test: () => true,
  asks: () => [],
  checks: () => [],
});
