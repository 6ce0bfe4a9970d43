import { parsed, refused } from '../../text/problem.ts';
import { defineMatch, type Value } from '../extension.ts';
import { readUlong } from '../values/uint.ts';
import { check, noConnection } from './check.ts';

const noNames = 'Warning: cannot open /etc/xtables/connlabel.conf: No such file or directory\n';
/**
 * Numbers lose their upper bits, and one that is negative then is none; names would be in a file that is
 * not there.
 */
const label: Value<number> = {
  form: 'number',
  parse(text) {
    if (text === '')
      return refused('Argument must have a minimum length of 1 characters\n', 'Give the number of a label.');
    const number = readUlong(text);
    const bit = number?.rest === '' ? BigInt.asIntN(32, number.value) : -1n;
    return bit < 0n
      ? {
          ...refused(
            `label '${text}' not found or invalid value`,
            'A label is a number from 0 to 127; names would be in /etc/xtables/connlabel.conf.',
          ),
          warning: noNames,
        }
      : parsed(Number(bit & 0xffffn));
  },
};

/**
 * Matches a label that a connection carries, or sets it. Reference: net/netfilter/xt_connlabel.c,
 * extensions/libxt_connlabel.c
 */
export const connlabel = defineMatch({
  name: 'connlabel',
  summary: 'Matches a label on the connection, or sets one.',
  tracks: () => true,
  listWarning: noNames,
  options: {
    label: {
      names: ['--label'],
      takes: label,
      invertible: true,
      required: true,
      help: 'Matches packets whose connection has this label.',
      means: (v: number, not: boolean) =>
        `${not ? 'The connection does not have' : 'The connection has'} the label ${v}.`,
    },
    set: { names: ['--set'], takes: null, help: 'Sets the label, and matches if that worked.' },
  },
  parse: (g) => parsed({ label: g.label!.value, inverted: g.label!.inverted, set: g.set !== undefined }),
  check: (d) =>
    d.label > 127 ? { errno: 'Numerical result out of range', hint: 'Labels go up to 127.' } : null,
  save: (d) => `${d.inverted ? ' !' : ''} --label "${d.label}"${d.set ? ' --set' : ''}`,
  list: (d) => `connlabel ${d.inverted ? '! ' : ''}${d.label}${d.set ? ' set' : ''}`,
  phrase(d) {
    if (!d.set) return { that: `carry the connection label ${d.label}`, not: d.inverted };
    return d.inverted
      ? { when: `the label ${d.label} cannot be put on the connection` }
      : {
          does: `put the connection label ${d.label} on …`,
          done: `they get the connection label ${d.label}`,
        };
  },
  explain: (d) =>
    d.set
      ? `the label ${d.label} is put on the connection`
      : `the connection ${d.inverted ? 'does not carry' : 'carries'} the label ${d.label}`,
  test(d, skb, environment) {
    const id = skb.connection?.id ?? null;
    if (id === null) return d.inverted;
    if (environment.labels(id).includes(d.label)) return !d.inverted;
    if (d.set) environment.label(id, d.label);
    return d.set !== d.inverted;
  },
  checks(d, skb, environment, met) {
    const id = skb.connection?.id ?? null;
    const labels = id === null ? [] : environment.labels(id);
    return [
      check(
        met,
        d.set
          ? `a connection that can get the label ${d.label}`
          : `a connection ${d.inverted ? 'without' : 'with'} the label ${d.label}`,
        id === null
          ? noConnection
          : labels.length
            ? `the connection has the label ${labels.join(' and ')}`
            : 'the connection has no label',
      ),
    ];
  },
});
