import { defineMatch } from '../extension.ts';
import { parsed } from '../problem.ts';
import { quote } from '../values/quoted.ts';
import { text } from '../values/text.ts';

/** Counts into an object that nfacct(8) made. Reference: net/netfilter/xt_nfacct.c, extensions/libxt_nfacct.c */
export const nfacct = defineMatch({
  name: 'nfacct',
  summary: 'Counts into an object that nfacct has made.',
  options: { name: { names: ['--nfacct-name'], takes: text({ min: 1, keep: 31, form: 'name' }), required: true, help: 'The object to count into.' } },
  parse: (g) => parsed({ name: g.name!.value }),
  check: (d) => ({ errno: 'No chain/target/match by that name', hint: `There is no nfacct object ${d.name} here. nfacct add would make one, and this course has no nfacct.` }),
  save: (d) => ` --nfacct-name ${quote(d.name)}`,
  list: (d) => `nfacct-name  ${quote(d.name)}`,
  explain: (d) => `it is counted in ${d.name}`,
  test: () => true,
  saw: () => 'nothing',
});
