/** Writes what the real command prints and the real kernel does for every case: `npm run conformance:record`, as root, with iptables 1.8.9. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { record } from './cases.ts';
import { flows } from './flows.ts';
import { type KernelAnswer, runOnKernel } from './kernel/run.ts';
import { unavailable } from './real.ts';

const write = (file: string, data: unknown): void => writeFileSync(join(import.meta.dirname, file), `${JSON.stringify(data, null, 1)}\n`);

const why = unavailable();
if (why) {
  console.error(`The real command cannot be recorded: ${why}.`);
  process.exitCode = 1;
} else {
  const recording = record();
  write('recorded.json', recording);
  const answers: Record<string, KernelAnswer> = {};
  for (const { name, scenario } of flows) answers[name] = await runOnKernel(scenario);
  write('flows/recorded.json', answers);
  console.log(`${recording.commands.length} commands, ${recording.rules.length} rules, ${recording.restores.length} restores and ${flows.length} scenarios recorded from ${recording.version}.`);
}
