import '../shell/commands/all.ts';
import { createWorld } from '../network/createWorld.ts';
import { runScript } from '../shell/run.ts';
import { misused, readInput, type Verb } from './verb.ts';

export const runVerb: Verb = {
  summary: 'runs a script of commands on one fresh host',
  help: `Usage: four-tables run FILE      (- is stdin)

Runs a shell script on a host with lo and eth0 and no rules. Prints one JSON line per command, which is
a line, or the lines of a loop or a here-document: {"line","command","status","stdout","stderr"}
`,
  run(args, backend) {
    const [file, ...more] = args;
    if (file === undefined || more.length) return misused('run takes one file');
    let text: string;
    try {
      text = readInput(file);
    } catch (error) {
      process.stderr.write(`four-tables: ${(error as Error).message}\n`);
      return 1;
    }
    const made = createWorld({ hosts: { host: { interfaces: { eth0: { link: 'net' } } } } }, backend);
    if (!made.ok) throw new Error('the fresh host cannot be made');
    const name = file === '-' ? undefined : file;
    for (const { line, command, status, stdout, stderr } of runScript(
      made.world,
      'host',
      text,
      undefined,
      name,
    ))
      process.stdout.write(`${JSON.stringify({ line, command, status, stdout, stderr })}\n`);
    return 0;
  },
};
