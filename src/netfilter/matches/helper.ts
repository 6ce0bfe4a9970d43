import { parsed } from '../../text/problem.ts';
import { defineMatch } from '../extension.ts';
import { quote } from '../values/quoted.ts';
import { text } from '../values/text.ts';
import { check } from './check.ts';

/**
 * Matches connections that a conntrack helper looks after. Reference: net/netfilter/xt_helper.c,
 * extensions/libxt_helper.c
 */
export const helper = defineMatch({
  name: 'helper',
  summary: 'Matches connections that a conntrack helper, such as ftp, has announced.',
  tracks: () => true,
  options: {
    name: {
      names: ['--helper'],
      takes: text({ keep: 29, form: 'name' }),
      invertible: true,
      required: true,
      help: 'Matches packets of connections that this helper expected.',
      means: (v: string, not: boolean) =>
        `The helper ${v} ${not ? 'did not expect the connection' : 'expected the connection'}.`,
    },
  },
  parse: (g) => parsed({ name: g.name!.value, inverted: g.name!.inverted }),
  save: (d) => `${d.inverted ? ' !' : ''} --helper ${quote(d.name)}`,
  list: (d) => `helper match ${d.inverted ? '! ' : ''}"${d.name}"`,
  phrase: ({ name, inverted }) => ({
    that: `belong to a connection that ${name === '' ? 'a helper' : `the helper ${name}`} expected`,
    not: inverted,
  }),
  explain: (d) => `the connection is ${d.inverted ? 'not ' : ''}looked after by the helper ${d.name}`,
  // A connection that a helper watches is not meant, but one that it has foretold.
  test({ name, inverted }, { connection }) {
    const by = connection?.masterHelper ?? null;
    return by === null ? inverted : (name === '' || name.startsWith(by)) !== inverted;
  },
  checks: ({ name, inverted }, { connection }, _, met) => [
    check(
      met,
      `a connection ${inverted ? 'not ' : ''}expected by the helper ${name}`,
      connection?.masterHelper
        ? `the helper ${connection.masterHelper} expected this connection`
        : 'no helper expected this connection',
    ),
  ],
});
