import { save } from '../netfilter/print/save.ts';
import { runScenarios } from './scenarios.ts';
import { misused, type Verb } from './verb.ts';

export const probe: Verb = {
  summary: 'sends the packets of scenarios and prints what came of them',
  help: `Usage: four-tables probe FILE…

Reads scenarios (JSON, or YAML). Prints one JSON line per file:
{"file","probes":[{"name","outcome","icmp","seen"}],"counters":{HOST: iptables-save -c text}}
`,
  run(args, backend) {
    const option = args.find((a) => a.startsWith('-') && a !== '-');
    if (option) return misused(`probe has no option ${option}`);
    if (args.length === 0) return misused('probe takes at least one file');
    return runScenarios(args, backend, ({ file, world, sent }) => {
      const counters = Object.fromEntries(
        Object.values(world.hosts).map((h) => [h.name, save(h.filter, { counters: true })]),
      );
      process.stdout.write(`${JSON.stringify({ file, probes: sent.map((s) => s.answer), counters })}\n`);
    });
  },
};
