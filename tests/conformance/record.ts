/**
 * Writes what the real command prints and the real kernel does: `npm run conformance:record`, as root, with
 * iptables 1.8.9. `--flows` leaves the commands as they are; `--only TEXT` does the flows whose name has it,
 * and says where we differ.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { isDeepStrictEqual, parseArgs } from 'node:util';
import { join } from 'node:path';
import { otherwise, record } from './cases.ts';
import { flows, oursOf } from './flows.ts';
import { type KernelAnswer, runOnKernel } from './kernel/run.ts';
import { unavailable } from './real.ts';

const file = (name: string): string => join(import.meta.dirname, name);
const write = (name: string, data: unknown): void => writeFileSync(file(name), `${JSON.stringify(data, null, 1)}\n`);

const recordCommands = (): void => {
  const recording = record('legacy');
  write('recorded.json', recording);
  write('recorded-nft.json', otherwise(recording, record('nft')));
  console.log(`${recording.commands.length} commands, ${recording.rules.length} rules and ${recording.restores.length} restores recorded from ${recording.version}, and what nf_tables says otherwise.`);
};

const recordFlows = async (only: string): Promise<void> => {
  const chosen = flows.filter((f) => f.name.includes(only));
  const before = JSON.parse(readFileSync(file('flows/recorded.json'), 'utf8')) as Readonly<Record<string, KernelAnswer>>;
  const answers = new Map<string, KernelAnswer>();
  const rest = chosen.values();
  for await (const answer of runOnKernel(chosen.map((f) => f.scenario))) {
    const { name, scenario } = rest.next().value!;
    if (typeof answer === 'string') throw new Error(`${name}: ${answer}`);
    answers.set(name, answer);
    const ours = oursOf(scenario);
    if (isDeepStrictEqual(ours, answer)) continue;
    console.log(`\n${name}`);
    for (const [i, probe] of answer.probes.entries()) if (!isDeepStrictEqual(probe, ours.probes[i])) console.log(`  ${JSON.stringify(scenario.probes[i])}\n    kernel ${JSON.stringify(probe)}\n    ours   ${JSON.stringify(ours.probes[i])}`);
    for (const [host, text] of Object.entries(answer.counters)) {
      const lines = ours.counters[host]!.split('\n');
      for (const [i, line] of text.split('\n').entries()) if (line !== lines[i]) console.log(`  ${host}\n    kernel ${line}\n    ours   ${lines[i]}`);
    }
  }
  write('flows/recorded.json', Object.fromEntries(flows.flatMap(({ name }) => (answers.get(name) ?? before[name] ? [[name, answers.get(name) ?? before[name]]] : []))));
  console.log(`${answers.size} flows recorded.`);
};

const { values } = parseArgs({ options: { flows: { type: 'boolean' }, only: { type: 'string' } } });
const why = unavailable();
if (why) {
  console.error(`The real command cannot be recorded: ${why}.`);
  process.exitCode = 1;
} else {
  if (!values.flows && values.only === undefined) recordCommands();
  await recordFlows(values.only ?? '');
}
