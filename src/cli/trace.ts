import { describeTrace } from '../trace/describeTrace.ts';
import { sayOutcome } from '../trace/sayOutcome.ts';
import { runScenarios } from './scenarios.ts';
import { misused, type Verb } from './verb.ts';

export const trace: Verb = {
  summary: 'shows the way of every packet of a scenario',
  help: `Usage: four-tables trace FILE [--probe N] [--json]

Shows each packet's way, hop by hop, table by table, rule by rule.
  --probe N   only the Nth probe, from 1
  --json      as data
`,
  run(args, backend) {
    const files: string[] = [];
    let only: number | null = null;
    let json = false;
    for (let i = 0; i < args.length; i++) {
      const arg = args[i]!;
      if (arg === '--json') json = true;
      else if (arg === '--probe') {
        only = Number(args[++i]);
        if (!Number.isInteger(only) || only < 1) return misused('--probe takes a number from 1');
      } else if (arg.startsWith('-') && arg !== '-') return misused(`trace has no option ${arg}`);
      else files.push(arg);
    }
    if (files.length !== 1) return misused('trace takes one file');
    let missing = 0;
    const status = runScenarios(files, backend, ({ sent }) => {
      if (only !== null && only > sent.length)
        missing = misused(`there are ${sent.length} probes, so none is number ${only}`);
      for (const [i, s] of sent.entries()) {
        if (only !== null && i !== only - 1) continue;
        const way = describeTrace(s.trace);
        process.stdout.write(
          json
            ? `${JSON.stringify({ probe: i + 1, answer: s.answer, way })}\n`
            : `${s.answer.name}: ${sayOutcome(s.answer)}\n${way.map((l) => `${'  '.repeat(l.indent + 1)}${l.text}\n`).join('')}\n`,
        );
      }
    });
    return missing || status;
  },
};
