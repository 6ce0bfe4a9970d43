/** Writes what the real command prints for every case: `npm run conformance:record`, as root, with iptables 1.8.9. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { record } from './cases.ts';
import { unavailable } from './real.ts';

const why = unavailable();
if (why) {
  console.error(`The real command cannot be recorded: ${why}.`);
  process.exitCode = 1;
} else {
  const recording = record();
  writeFileSync(join(import.meta.dirname, 'recorded.json'), `${JSON.stringify(recording, null, 1)}\n`);
  console.log(`${recording.commands.length} commands, ${recording.rules.length} rules and ${recording.restores.length} restores recorded from ${recording.version}.`);
}
