import type { Backend } from '../netfilter/command/backend.ts';
import { legacy } from '../netfilter/command/backends/legacy.ts';
import { nft } from '../netfilter/command/backends/nft.ts';
import { parseCommand } from '../netfilter/command/parseCommand.ts';
import { explainRule } from '../netfilter/print/explain.ts';
import { splitWords, type Word } from '../text/words.ts';
import { readInput, type Verb } from './verb.ts';

/** Chains that a rule may jump to are taken to exist: a rule alone cannot tell. */
const jumps = (words: readonly Word[]): readonly string[] =>
  words
    .filter(
      (w, i) =>
        ['-j', '-g', '--jump', '--goto'].includes(words[i - 1]?.text ?? '') &&
        !/^(ACCEPT|DROP|RETURN|QUEUE)$/.test(w.text),
    )
    .map((w) => w.text);

const explainLine = (line: string, backend: Backend): boolean => {
  const { words: all, problem } = splitWords(line);
  const words = /(^|\/)iptables(-legacy)?$/.test(all[0]?.text ?? '') ? all.slice(1) : all;
  if (problem) {
    process.stderr.write(`${problem.message}\n${problem.hint}\n`);
    return false;
  }
  const strict = parseCommand(words, {
    backend,
    chainNames: () => [],
    hasChain: () => false,
    hasSet: () => true,
  });
  const loose = strict.ok
    ? strict
    : parseCommand(words, {
        backend,
        chainNames: () => jumps(words),
        hasChain: (_, name) => jumps(words).includes(name),
        hasSet: () => true,
      });
  if (!loose.ok) {
    const p = loose.problem;
    process.stderr.write(
      `${p.message.split('\n')[0]}\n  ${line}\n  ${' '.repeat(p.from)}${'^'.repeat(Math.max(1, p.to - p.from))}\n  ${p.hint}\n`,
    );
    return false;
  }
  const parts = explainRule(words);
  const width = Math.min(36, Math.max(...parts.map((p) => p.to - p.from)));
  process.stdout.write(parts.map((p) => `${line.slice(p.from, p.to).padEnd(width)}  ${p.means}\n`).join(''));
  return true;
};

export const explain: Verb = {
  summary: 'says in plain words what a rule means',
  help: `Usage: four-tables explain [RULE]

RULE is the words of one rule; without it, rules are read from stdin, one a line.
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
