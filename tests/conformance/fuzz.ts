/**
 * Random rules against the real command: `npm run conformance:fuzz -- --seed N --rules K [--show M]`. Compares what is
 * printed, the listings and the status. Prints the seed, the first differences, and how many there were.
 */
import { parseArgs } from 'node:util';
import { emptyFilter } from '../../src/netfilter/ruleset.ts';
import { splitWords } from '../../src/netfilter/words.ts';
import { iptables } from '../../src/shell/iptables.ts';
import { ruleCommands } from './cases.ts';
import { type Generated, generator } from './generate.ts';
import { type Printed, runReal, unavailable } from './real.ts';

/** One difference. */
export interface Difference {
  readonly rule: Generated;
  readonly command: string;
  readonly field: keyof Printed;
  readonly real: string;
  readonly ours: string;
}

const batch = 250;

const differences = (rules: readonly Generated[]): readonly Difference[] => {
  const all = rules.flatMap((r) => [...ruleCommands(r), `-t ${r.table} -F ${r.chain}`]);
  const printed = runReal(all.map((words) => ({ command: `iptables-legacy ${words}` })));
  return rules.flatMap((rule, i): Difference[] => {
    let filter = emptyFilter;
    for (const [j, command] of ruleCommands(rule).entries()) {
      const real = printed[i * 5 + j]!;
      const ours = iptables(filter, splitWords(command).words);
      filter = ours.filter;
      for (const field of ['status', 'stderr', 'stdout'] as const)
        if (ours[field] !== real[field]) return [{ rule, command, field, real: String(real[field]), ours: String(ours[field]) }];
    }
    return [];
  });
};

/** Generates so many rules and compares each. */
export const fuzz = (seed: number, count: number): readonly Difference[] => {
  const next = generator(seed);
  const found: Difference[] = [];
  for (let done = 0; done < count; done += batch) found.push(...differences(Array.from({ length: Math.min(batch, count - done) }, next)));
  return found;
};

if (import.meta.main) {
  const { values } = parseArgs({ options: { seed: { type: 'string' }, rules: { type: 'string' }, show: { type: 'string' } } });
  const why = unavailable();
  if (why) {
    console.error(`The real command cannot be asked: ${why}.`);
    process.exitCode = 1;
  } else {
    const seed = Number(values.seed ?? Math.floor(Math.random() * 1e9));
    const count = Number(values.rules ?? 1000);
    const found = fuzz(seed, count);
    for (const d of found.slice(0, Number(values.show ?? 20))) console.log(`${d.rule.table} ${d.rule.chain} ; ${d.rule.rule}\n  ${d.field} of ${d.command.slice(0, 60)}\n    real ${JSON.stringify(d.real)}\n    ours ${JSON.stringify(d.ours)}`);
    console.log(`seed ${seed}: ${found.length} of ${count} rules differ`);
    process.exitCode = found.length ? 1 : 0;
  }
}
