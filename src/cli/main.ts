#!/usr/bin/env node
/** The `four-tables` command: one verb, one file. Data on stdout, messages on stderr. */
import { check } from './check.ts';
import { explain } from './explain.ts';
import { probe } from './probe.ts';
import { restoreVerb } from './restore.ts';
import { runVerb } from './run.ts';
import { trace } from './trace.ts';
import { misused, takeBackend, type Verb } from './verb.ts';

const verbs: Readonly<Record<string, Verb>> = {
  restore: restoreVerb,
  run: runVerb,
  probe,
  trace,
  explain,
  check,
};
const usage = `Usage: four-tables VERB …\n\n${Object.entries(verbs)
  .map(([name, v]) => `  ${name.padEnd(8)} ${v.summary}`)
  .join(
    '\n',
  )}\n\n--backend nft acts as the iptables that writes into nf_tables; legacy is the default.\nfour-tables VERB --help says more.\n`;

const main = (args: readonly string[]): number => {
  const [name, ...rest] = args;
  if (name === undefined || name === '--help' || name === '-h') {
    (name === undefined ? process.stderr : process.stdout).write(usage);
    return name === undefined ? 2 : 0;
  }
  const verb = Object.hasOwn(verbs, name) ? verbs[name] : undefined;
  if (!verb) {
    process.stderr.write(
      `four-tables: there is no verb ${name}; there are ${Object.keys(verbs).join(', ')}\n`,
    );
    return 2;
  }
  if (rest.includes('--help')) {
    process.stdout.write(verb.help);
    return 0;
  }
  const taken = takeBackend(rest);
  return taken.backend ? verb.run(taken.args, taken.backend) : misused('--backend is legacy or nft');
};

// A reader that went away (a closed pipe) is no mistake.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
});
process.exitCode = main(process.argv.slice(2));
