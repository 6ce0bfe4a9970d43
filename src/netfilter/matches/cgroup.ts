import { textOf } from '../../text/bytes.ts';
import { parsed } from '../../text/problem.ts';
import { defineMatch } from '../extension.ts';
import { quoted } from '../print/sentence/words.ts';
import { quoteAlways } from '../values/quoted.ts';
import { text } from '../values/text.ts';
import { uint } from '../values/uint.ts';
import { check } from './check.ts';

/** In the real structure the path and the number share a place, and the one given last wins. */
const numberIn = (path: string): number =>
  [...path.slice(0, 4)].reduceRight((n, c) => n * 256 + (c.charCodeAt(0) & 255), 0);
const pathOf = (id: number, path: string): string => {
  const bytes = [0, 8, 16, 24].map((by) => (id >>> by) & 255);
  const end = bytes.indexOf(0);
  return textOf(Uint8Array.from(end < 0 ? bytes : bytes.slice(0, end))) + (end < 0 ? path.slice(4) : '');
};

/**
 * Matches the control group of the program that sends or receives. Reference: net/netfilter/xt_cgroup.c,
 * extensions/libxt_cgroup.c
 */
export const cgroup = defineMatch({
  name: 'cgroup',
  summary: 'Matches the control group of the local program that sends or receives the packet.',
  hooks: ['INPUT', 'OUTPUT', 'POSTROUTING'],
  notSimulated: () => 'the control group of a program, and there are no programs here',
  options: {
    path: {
      names: ['--path'],
      takes: text({ form: 'path' }),
      invertible: true,
      help: 'Matches packets of programs in this group of the cgroup2 tree.',
      means: (v: string, not: boolean) => `The program is ${not ? 'not ' : ''}in the control group ${v}.`,
    },
    id: {
      names: ['--cgroup'],
      takes: uint(0xffffffff),
      invertible: true,
      help: 'Matches packets of programs whose net_cls group has this number.',
      means: (v: number, not: boolean) => `The program is ${not ? 'not ' : ''}in the net_cls group ${v}.`,
    },
  },
  parse(g) {
    const { path, id } = g;
    const both =
      path &&
      id &&
      (path.order > id.order
        ? { path: path.value, id: numberIn(path.value) }
        : { path: pathOf(id.value, path.value), id: id.value });
    return parsed({
      path: path?.value ?? null,
      id: id?.value ?? null,
      ...both,
      not: { path: path?.inverted ?? false, id: id?.inverted ?? false },
    });
  },
  check(d) {
    if (d.path === null && d.id === null)
      return { errno: 'Invalid argument', hint: 'Say which group: --cgroup 1.' };
    if (d.path !== null && d.id !== null)
      return { errno: 'Invalid argument', hint: 'Choose one of --path and --cgroup.' };
    return d.path === null || /^\/*$/.test(d.path)
      ? null
      : { errno: 'Invalid argument', hint: `This machine has no control group ${d.path}.` };
  },
  save: (d) =>
    `${d.path === null ? '' : `${d.not.path ? ' !' : ''} --path ${quoteAlways(d.path)}`}${d.id === null ? '' : `${d.not.id ? ' !' : ''} --cgroup ${d.id}`}`,
  list: (d) =>
    `cgroup${d.path === null ? '' : ` ${d.not.path ? '! ' : ''}${d.path}`}${d.id === null ? '' : ` ${d.not.id ? '! ' : ''}${d.id}`}`,
  phrase: (d) => [
    ...(d.path === null
      ? []
      : [{ that: `come from a program in the control group ${quoted(d.path)}`, not: d.not.path }]),
    ...(d.id === null ? [] : [{ that: `come from a program in the control group ${d.id}`, not: d.not.id }]),
  ],
  explain: (d) =>
    `the program's control group is ${(d.path === null ? d.not.id : d.not.path) ? 'not ' : ''}${d.path ?? d.id}`,
  test: () => false,
  checks: (_, __, ___, met) => [
    check(met, 'a program in that control group', 'the control group of the program is not known here'),
  ],
});
