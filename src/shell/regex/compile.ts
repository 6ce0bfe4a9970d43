import { Bad, type Node, PatternReader, type RegexKind } from './readPattern.ts';
import { type Instruction, mostWork, type Regex } from './regex.ts';

/**
 * Regular expressions of POSIX with GNU's additions, as grep and sed read them, compiled to steps that take a
 * time proportional to the text, whatever the pattern: a learner's pattern must not stop the page.
 * Reference: POSIX.1-2017, chapter 9; GNU grep 3.8.
 */

const mostSteps = 20_000;

const emit = (node: Node, next: number, steps: Instruction[]): number => {
  if (steps.length > mostSteps) throw new Bad('Regular expression too big');
  const add = (step: Instruction): number => steps.push(step) - 1;
  switch (node.kind) {
    case 'char':
      return add({ kind: 'char', matches: node.matches, next });
    case 'at':
      return add({ kind: 'at', where: node.where, next });
    case 'all':
      return node.nodes.reduceRight((after, n) => emit(n, after, steps), next);
    case 'any':
      return node.nodes
        .map((n) => emit(n, next, steps))
        .reduceRight((second, first) => add({ kind: 'split', first, second }));
    case 'group':
      return add({
        kind: 'group',
        slot: node.index * 2,
        next: emit(node.node, add({ kind: 'group', slot: node.index * 2 + 1, next }), steps),
      });
    case 'repeat': {
      let after = next;
      if (node.max === Infinity) {
        after = add({ kind: 'split', first: next, second: next });
        steps[after] = { kind: 'split', first: emit(node.node, after, steps), second: next };
      } else
        for (let i = node.min; i < node.max; i++)
          after = add({ kind: 'split', first: emit(node.node, after, steps), second: next });
      for (let i = 0; i < node.min; i++) after = emit(node.node, after, steps);
      return after;
    }
  }
};

/** Compiles a pattern, or says in GNU's words why it is none. */
export const compile = (
  pattern: string,
  kind: RegexKind,
): { readonly ok: true; readonly regex: Regex } | { readonly ok: false; readonly message: string } => {
  try {
    const steps: Instruction[] = [{ kind: 'match' }];
    const reader = new PatternReader(pattern, kind);
    const fold = (c: string) => (kind.ignoreCase ? c.toLowerCase() : c);
    const node: Node =
      kind.syntax === 'fixed'
        ? {
            kind: 'all',
            nodes: [...pattern]
              .flatMap((c) => c.split(''))
              .map((c): Node => ({ kind: 'char', matches: (x) => x === fold(c) })),
          }
        : reader.read();
    const first = emit(node, 0, steps);
    return {
      ok: true,
      regex: {
        steps,
        first,
        groups: reader.groups,
        ignoreCase: kind.ignoreCase ?? false,
        work: { left: mostWork },
      },
    };
  } catch (thrown) {
    if (thrown instanceof Bad) return { ok: false, message: thrown.message };
    throw thrown;
  }
};
