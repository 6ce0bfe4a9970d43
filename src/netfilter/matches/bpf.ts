import { type Parsed, parsed, refused } from '../../text/problem.ts';
import { defineMatch, type Value } from '../extension.ts';
import { readLong } from '../values/uint.ts';
import { check } from './check.ts';

/** XT_BPF_MAX_NUM_INSTR. */
const most = 64;
const hint = 'Use what nfbpf_compile or tcpdump -ddd prints: "4,48 0 0 9,21 0 1 6,6 0 0 1,6 0 0 0".';

/** The bits of an instruction's code, its two jumps and its number. */
const sizes = [16, 8, 8, 32] as const;
/** A number as scanf reads it into so many bits. */
const wrapped = (text: string, bits: number): number => Number(BigInt.asUintN(bits, readLong(text)));
const words = (line: string): readonly string[] => line.match(/[-+]?\d+/g) ?? [];

/** Reference: extensions/libxt_bpf.c, bpf_parse_string. */
const bytecode: Value<readonly string[]> = {
  form: '"count,code jt jf k,…"',
  parse(given): Parsed<readonly string[]> {
    const [first = '', ...rest] = given.split(',');
    if (!/^\s*[-+]?\d+$/.test(first) || !given.includes(','))
      return refused('bpf: error parsing program length', hint);
    const count = wrapped(first, 16);
    if (count === 0) return refused('bpf: illegal zero length program', hint);
    if (count > most)
      return refused(
        'bpf: number of instructions exceeds maximum',
        `A program has at most ${most} instructions.`,
      );
    const lines = rest.filter((l, i) => l !== '' || i < rest.length - 1);
    for (const [i, line] of lines.entries()) {
      if (i >= count) return refused('bpf: real program length exceeds the encoded length parameter', hint);
      if (!/^(\s*[-+]?\d+){4}/.test(line) || words(line).length < 4)
        return refused(`bpf: error at instr ${i}`, hint);
    }
    if (lines.length < count)
      return refused('bpf: parsed program length is less than the encoded length parameter', hint);
    return parsed(
      lines.map((l) =>
        words(l)
          .slice(0, 4)
          .map((w, i) => wrapped(w, sizes[i]!))
          .join(' '),
      ),
    );
  },
};
const pinned: Value<string> = {
  form: 'path',
  parse: () => refused('bpf: failed to get bpf object', 'This host has no pinned programs.'),
};

/** Runs a small program on the packet. Reference: net/netfilter/xt_bpf.c, extensions/libxt_bpf.c */
export const bpf = defineMatch({
  name: 'bpf',
  glued: true,
  summary: 'Runs a small program (BPF) that accepts or rejects the packet.',
  notSimulated: () => 'a program, and nothing here runs it',
  options: {
    bytecode: {
      names: ['--bytecode'],
      takes: bytecode,
      help: 'The program, as nfbpf_compile prints it.',
      means: (v: readonly string[]) => `A program of ${v.length} instructions has to accept the packet.`,
    },
    pinned: {
      names: ['--object-pinned'],
      takes: pinned,
      help: 'The file of a program that was loaded before.',
      means: (v: string) => `The program loaded as ${v} has to accept the packet.`,
    },
  },
  demand: (g) =>
    g.bytecode || g.pinned ? null : refused('bpf: one of --bytecode or --pinned is required', hint),
  parse: (g) => parsed({ lines: g.bytecode!.value }),
  save: (d) => ` --bytecode "${d.lines.length},${d.lines.join(',')}"`,
  // The list ends with a NUL where a comma was.
  list: (d) => `match bpf ${d.lines.join(',')}\0`,
  phrase: (d) => ({ that: `a BPF program of ${d.lines.length} instructions accepts` }),
  explain: (d) => `the program of ${d.lines.length} instructions says yes`,
  test: () => false,
  checks: (_, __, ___, met) => [
    check(met, 'a packet that the program accepts', 'the program cannot be run here'),
  ],
});
