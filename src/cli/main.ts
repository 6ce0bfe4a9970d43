#!/usr/bin/env node
/** The `four-tables` command: one verb, one file. Data on stdout, messages on stderr. */
import '../netfilter/allExtensions.ts';
import { misused, takeBackend, type Verb } from './verb.ts';

/** Each verb is loaded when it is called: `restore` does not wait for what only `check` reads lessons with. */
const verbs: Readonly<Record<string, () => Promise<Verb>>> = {
  restore: async () => (await import('./restore.ts')).restoreVerb,
  run: async () => (await import('./run.ts')).runVerb,
  probe: async () => (await import('./probe.ts')).probe,
  trace: async () => (await import('./trace.ts')).trace,
  explain: async () => (await import('./explain.ts')).explain,
  check: async () => (await import('./check.ts')).check,
  collect: async () => (await import('./collect.ts')).collect,
  link: async () => (await import('./link.ts')).link,
  new: async () => (await import('./new.ts')).newVerb,
  'new-course': async () => (await import('./course/newCourse.ts')).newCourse,
  build: async () => (await import('./course/site.ts')).build,
  dev: async () => (await import('./course/site.ts')).dev,
  serve: async () => (await import('./course/site.ts')).serveVerb,
  export: async () => (await import('./export.ts')).exportVerb,
};

const usage = async (): Promise<string> => {
  const lines = await Promise.all(
    Object.entries(verbs).map(async ([name, load]) => `  ${name.padEnd(10)} ${(await load()).summary}\n`),
  );
  return `Usage: four-tables VERB …

${lines.join('')}
--backend nft acts as the iptables that writes into nf_tables; legacy is the default.
four-tables VERB --help says more.
`;
};

const main = async (args: readonly string[]): Promise<number> => {
  const [name, ...rest] = args;
  if (name === undefined || name === '--help' || name === '-h') {
    (name === undefined ? process.stderr : process.stdout).write(await usage());
    return name === undefined ? 2 : 0;
  }
  const load = Object.hasOwn(verbs, name) ? verbs[name] : undefined;
  if (!load) return misused(`there is no verb ${name}; there are ${Object.keys(verbs).join(', ')}`);
  const verb = await load();
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
process.exitCode = await main(process.argv.slice(2));
