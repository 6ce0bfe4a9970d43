/**
 * Random cases against the real command: `npm run conformance:fuzz -- --seed N --rules K [--kind
 * rules|commands|restores] [--backend nft] [--show M]`. Compares what is printed, the listings, what is saved
 * and the status. Prints the seed, the first differences, and how many there were.
 */
import { parseArgs } from 'node:util';
import type { BackendName } from '../../src/netfilter/types.ts';
import { ruleCommands } from './cases.ts';
import { generator } from './generate.ts';
import { commandGenerator, restoreGenerator } from './generateCommands.ts';
import { runOurs } from './ours.ts';
import { type Asked, notRun, type Printed, runReal, unavailable, withoutComments } from './real.ts';
import { hostWithSets } from './standingSets.ts';

/**
 * What is generated: rules, each alone in a chain; commands, one after the other; texts for iptables-restore,
 * likewise.
 */
export type Kind = 'rules' | 'commands' | 'restores';

/** One difference. */
export interface Difference {
  readonly seed: number;
  /** The case, and the command of it that differs. */
  readonly of: string;
  readonly command: string;
  readonly field: keyof Printed;
  readonly real: string;
  readonly ours: string;
}

/**
 * Cases run on one host one after the other. Once one differs, only a `fresh` one is looked at again: it does
 * not build on those before.
 */
interface Case {
  readonly of: string;
  readonly fresh: boolean;
  readonly lines: readonly Asked[];
}

const iptablesLine = (words: string): Asked => ({ command: `iptables ${words}` });
const saveLine: Asked = { command: 'iptables-save -c' };

const cases: Readonly<
  Record<Kind, { readonly batch: number; next(seed: number, backend: BackendName): () => Case }>
> = {
  rules: {
    batch: 250,
    next(seed) {
      const next = generator(seed);
      return () => {
        const r = next();
        // A refused rule leaves nothing to list; what is saved at the end holds that against the real one.
        const lines = [...ruleCommands(r), `-t ${r.table} -F ${r.chain}`].map((words, i) => ({
          ...iptablesLine(words),
          ifTaken: i > 0,
        }));
        return { of: `${r.table} ${r.chain} ; ${r.rule}`, fresh: true, lines };
      };
    },
  },
  commands: {
    batch: 60,
    next(seed, backend) {
      const next = commandGenerator(seed, backend);
      return () => {
        const words = next();
        return { of: words, fresh: false, lines: [iptablesLine(words)] };
      };
    },
  },
  restores: {
    batch: 10,
    next(seed, backend) {
      const next = restoreGenerator(seed, backend);
      return () => {
        const { flags, text } = next();
        return {
          of: `${flags}\n${text}`,
          fresh: false,
          lines: [{ command: `iptables-restore ${flags}`, input: text }, saveLine],
        };
      };
    },
  },
};

const segmentationFault = 139;

const differences = (seed: number, batch: readonly Case[], backend: BackendName): readonly Difference[] => {
  const printed = runReal([...batch.flatMap((c) => c.lines), saveLine], backend).values();
  const found: Difference[] = [];
  let filter = hostWithSets(backend);
  let lost = false;
  for (const { of, fresh, lines } of [...batch, { of: 'all of them', fresh: false, lines: [saveLine] }]) {
    lost &&= !fresh;
    for (const line of lines) {
      const real = printed.next().value!;
      if (real.status === notRun) continue;
      const run = runOurs(filter, line);
      filter = run.filter;
      // The real command crashed (iptables-nft-restore does, on -R of a rule of the same file): nobody knows
      // what it left.
      if (real.status === segmentationFault) lost = true;
      for (const field of ['status', 'stderr', 'stdout'] as const) {
        const said =
          field === 'stdout' && line.command.startsWith('iptables-save')
            ? withoutComments(real.stdout)
            : real[field];
        if (run[field] === said || lost) continue;
        found.push({ seed, of, command: line.command, field, real: String(said), ours: String(run[field]) });
        lost = true;
      }
    }
  }
  return found;
};

/** Generates so many cases and compares each. A batch of them has a host, and a seed, of its own. */
export const fuzz = (
  seed: number,
  count: number,
  kind: Kind = 'rules',
  backend: BackendName = 'legacy',
): readonly Difference[] => {
  const found: Difference[] = [];
  const { batch, next } = cases[kind];
  const one = next(seed, backend);
  for (let done = 0; done < count; done += batch)
    found.push(...differences(seed, Array.from({ length: Math.min(batch, count - done) }, one), backend));
  return found;
};

if (import.meta.main) {
  const { values } = parseArgs({
    options: {
      seed: { type: 'string' },
      rules: { type: 'string' },
      show: { type: 'string' },
      kind: { type: 'string' },
      backend: { type: 'string' },
    },
  });
  const why = unavailable();
  if (why) {
    console.error(`The real command cannot be asked: ${why}.`);
    process.exitCode = 1;
  } else {
    const seed = Number(values.seed ?? Math.floor(Math.random() * 1e9));
    const count = Number(values.rules ?? 1000);
    const kind = (values.kind ?? 'rules') as Kind;
    const found = fuzz(seed, count, kind, (values.backend ?? 'legacy') as BackendName);
    for (const d of found.slice(0, Number(values.show ?? 20)))
      console.log(
        `${JSON.stringify(d.of)}\n  ${d.field} of ${d.command.slice(0, 60)}\n    real ${JSON.stringify(d.real)}\n    ours ${JSON.stringify(d.ours)}`,
      );
    console.log(`seed ${seed}: ${found.length} of ${count} ${kind} differ`);
    process.exitCode = found.length ? 1 : 0;
  }
}
