import type { Backend } from '../netfilter/command/backend.ts';
import { legacy } from '../netfilter/command/backends/legacy.ts';
import { nft } from '../netfilter/command/backends/nft.ts';
import { explainRule } from '../netfilter/print/explain.ts';
import { readInput, type Verb } from './verb.ts';

/** The sentence, the parts in two columns, and the rule as it is saved. */
const explainLine = (line: string, backend: Backend): boolean => {
  const read = explainRule(line, { backend });
  if (!read.ok) {
    const p = read.problem;
    process.stderr.write(
      `${p.message.split('\n')[0]}\n  ${line}\n  ${' '.repeat(p.from)}${'^'.repeat(Math.max(1, p.to - p.from))}\n  ${p.hint}\n`,
    );
    return false;
  }
  const { sentence, parts, saved } = read.explanation;
  const width = Math.min(36, Math.max(...parts.map((p) => p.text.length)));
  process.stdout.write(
    [
      sentence,
      ...parts.map((p) => `  ${p.text.padEnd(width)}  ${p.means}`),
      ...saved.map((rule) => `Saved as: ${rule}`),
    ]
      .map((text) => `${text}\n`)
      .join(''),
  );
  return true;
};

export const explain: Verb = {
  summary: 'says in plain words what a rule means',
  help: `Usage: four-tables explain [RULE]

RULE is the words of one rule; without it, rules are read from stdin, one a line.
Prints one sentence about the rule, then its parts, then the rule as iptables-save prints it.
Status 1 where a rule does not parse.
`,
  run(args, name) {
    const backend = name === 'nft' ? nft : legacy;
    const quoted = args.map((a) => (/^[\w\-./:,!+=*@%]+$/.test(a) ? a : `'${a}'`)).join(' ');
    const lines = args.length
      ? [args.length === 1 ? args[0]! : quoted]
      : readInput('-')
          .split('\n')
          .filter((l) => l.trim() !== '' && !l.startsWith('#'));
    return lines.map((line) => explainLine(line, backend)).every(Boolean) ? 0 : 1;
  },
};
