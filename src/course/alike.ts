/**
 * Which sets of numbers no rule can tell apart: an exercise that is right with one of them is right with all. Two addresses
 * are alike if each is in the same of the networks that are written, and two ports if each is on the same side of every
 * number that is; and each, as always, is like none that is written. Ranges, and what works with the bits of an address, are
 * not looked at more closely: with them, every set is one of its own.
 */
import type { Numbers } from './vary.ts';

/** What chooses, counts or matches by more of an address or a port than whether it is the same and in the same network. */
const looksCloser = new RegExp(
  [
    '-m (u32|bpf|string|cluster|hashlimit|iprange|connlimit)',
    '(NETMAP|CLUSTERIP|HMARK|--mask|--random|ipset|"sets"|docker (run|start))',
    // A mask in full, a range of addresses, a range that begins or ends with a number that varies.
    String.raw`/\d+\.\d+\.\d+\.\d+`,
    String.raw`\d\.\d+-\d+\.`,
    String.raw`(?<![\d.])\d+[:-](VARIES)(?!\d)`,
    String.raw`(?<![\d.])(VARIES)[:-]\d`,
  ].join('|'),
);

const numberOf = (address: string): number =>
  address.split('.').reduce((sum, part) => sum * 256 + Number(part), 0);

const isIn = (address: string, prefix: string): boolean => {
  const [network, length] = prefix.split('/');
  const size = 2 ** (32 - Number(length));
  return Math.floor(numberOf(address) / size) === Math.floor(numberOf(network!) / size);
};

/** Says of a set of numbers what rules can tell of it: the same text for sets that are alike. `written` is all that is run. */
export const toldApart = (written: string, varies: readonly string[]): ((numbers: Numbers) => string) => {
  const ports = varies.filter((value) => !value.includes('.'));
  const source = looksCloser.source.replaceAll('VARIES', ports.join('|') || 'none');
  if (new RegExp(source).test(written)) return (numbers) => JSON.stringify([...numbers]);
  const prefixes = [...new Set(written.match(/\d+(\.\d+){3}\/\d+/g))];
  const all = [...new Set(written.match(/(?<![\d.])\d+(?![\d.])/g))].map(Number);
  return (numbers) =>
    JSON.stringify(
      varies.map((value) => {
        const now = numbers.get(value);
        if (now === undefined) return null;
        return now.includes('.')
          ? prefixes.map((prefix) => isIn(now, prefix))
          : all.filter((other) => other < Number(now)).length;
      }),
    );
};
