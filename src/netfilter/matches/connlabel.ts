import { parsed, refused } from '../../text/problem.ts';
import { defineMatch, type Value } from '../extension.ts';
import { readUlong } from '../values/uint.ts';

const noNames = 'Warning: cannot open /etc/xtables/connlabel.conf: No such file or directory\n';
/**
 * Numbers lose their upper bits, and one that is negative then is none; names would stand in a file that is
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
            'A label is a number from 0 to 127; names would stand in /etc/xtables/connlabel.conf.',
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
  summary: 'Asks whether a connection carries a label, or puts it on.',
  tracks: () => true,
  listWarning: noNames,
  options: {
    label: {
      names: ['--label'],
      takes: label,
      invertible: true,
      required: true,
      help: 'Fits packets of connections that carry this label.',
    },
    set: { names: ['--set'], takes: null, help: 'Puts the label on, and fits if that could be done.' },
  },
  parse: (g) => parsed({ label: g.label!.value, inverted: g.label!.inverted, set: g.set !== undefined }),
  check: (d) =>
    d.label > 127 ? { errno: 'Numerical result out of range', hint: 'Labels go up to 127.' } : null,
  save: (d) => `${d.inverted ? ' !' : ''} --label "${d.label}"${d.set ? ' --set' : ''}`,
  list: (d) => `connlabel ${d.inverted ? '! ' : ''}${d.label}${d.set ? ' set' : ''}`,
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
  saw: (_, skb, environment) =>
    skb.connection?.id == null
      ? 'no connection'
      : `a connection with ${
          environment
            .labels(skb.connection.id)
            .map((l) => `the label ${l}`)
            .join(' and ') || 'no label'
        }`,
});
