import { parsed, refused } from '../../text/problem.ts';
import { defineMatch, type Value } from '../extension.ts';
import { quoted } from '../print/sentence/words.ts';
import { quote } from '../values/quoted.ts';
import { text } from '../values/text.ts';

const name = text({ min: 1, keep: 31, form: 'name' });
const object: Value<string> = {
  ...name,
  parse: (given, place) =>
    given.includes('\n')
      ? refused('Newlines not allowed in --nfacct-name', 'A name is one line.')
      : name.parse(given, place),
};

/**
 * Counts into an object that nfacct(8) made. Reference: net/netfilter/xt_nfacct.c, extensions/libxt_nfacct.c
 */
export const nfacct = defineMatch({
  name: 'nfacct',
  summary: 'Counts packets in an object that nfacct has made.',
  options: {
    name: {
      names: ['--nfacct-name'],
      takes: object,
      required: true,
      help: 'The object to count in.',
      means: (v: string) => `Count in the object ${v}.`,
    },
  },
  parse: (g) => parsed({ name: g.name!.value }),
  check: (d) => ({
    errno: 'No chain/target/match by that name',
    hint: `There is no nfacct object ${d.name} here. nfacct add would make one, and this course has no nfacct.`,
  }),
  save: (d) => ` --nfacct-name ${quote(d.name)}`,
  list: (d) => `nfacct-name  ${quote(d.name)}`,
  phrase: (d) => ({
    does: `count … in the nfacct object ${quoted(d.name)}`,
    done: `they are counted in the nfacct object ${quoted(d.name)}`,
  }),
  explain: (d) => `it is counted in ${d.name}`,
  test: () => true,
  checks: () => [],
});
