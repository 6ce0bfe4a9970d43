import { endReasons } from '../netfilter/endReasons.ts';
import { idleParameters } from '../network/sysctl.ts';
import { type ProbeData, traceData } from '../trace/data.ts';
import { describeTrace } from '../trace/describeTrace.ts';
import { sayOutcome } from '../trace/sayOutcome.ts';
import { runScenarios } from './scenarios.ts';
import { misused, type Verb } from './verb.ts';

export const trace: Verb = {
  summary: 'shows the way of every packet of a scenario',
  help: `Usage: four-tables trace FILE [--probe N] [--json [--reasons]]

Shows the path of each packet, hop by hop, table by table, rule by rule.
  --probe N   only the Nth probe, from 1
  --json      as data: one JSON line per probe,
              {"probe", "answer", "packets": [{"title", "answers", "steps": [STEP, …]}]}
              answers: the index of the packet that this one answers, or null
  --reasons   with --json: also the rules that did not match, and why

Every STEP has "host" and "kind", and by kind:
  rule        a rule matched: hook, table, chain, rule (from 1), target (a target, a chain, or null)
  missed      a rule did not match: hook, table, chain, rule, reason
  policy      the policy of a built-in chain decided: hook, table, chain, verdict
  return      back from a chain: hook, table, chain, to
  rewritten   the packet or a mark changed: hook, before, after, and by: {table, chain, rule},
              "reply" (a reply is put back), or "connection" (as its connection, and by no rule
              of this trace)
  conntrack   connection tracking looked it up: hook, state, zone
  route       next (the address that gets it next; null: this host, or no route), device
  link        over a link or a bridge: link, to (a host), device
  delivered   a program got it, or the kernel
  end         it ends here: reason, one of

${Object.entries(endReasons)
  .map(([code, meaning]) => `  ${code.padEnd(23)}${meaning}\n`)
  .join('')}`,
  run(args, backend) {
    const files: string[] = [];
    let only: number | null = null;
    let json = false;
    let reasons = false;
    for (let i = 0; i < args.length; i++) {
      const arg = args[i]!;
      if (arg === '--json') json = true;
      else if (arg === '--reasons') reasons = true;
      else if (arg === '--probe') {
        only = Number(args[++i]);
        if (!Number.isInteger(only) || only < 1) return misused('--probe takes a number from 1');
      } else if (arg.startsWith('-') && arg !== '-') return misused(`trace has no option ${arg}`);
      else files.push(arg);
    }
    if (files.length !== 1) return misused('trace takes one file');
    if (reasons && !json) return misused('--reasons is for --json');
    let missing = 0;
    const status = runScenarios(files, backend, ({ sent, world }) => {
      if (!json)
        for (const host of Object.values(world.hosts))
          for (const key of idleParameters(host))
            process.stdout.write(`${host.name}: ${key} is kept, and changes nothing here\n`);
      if (only !== null && only > sent.length)
        missing = misused(`there are ${sent.length} probes, so none is number ${only}`);
      for (const [i, s] of sent.entries()) {
        if (only !== null && i !== only - 1) continue;
        if (json) {
          const data: ProbeData = {
            probe: i + 1,
            answer: s.answer,
            packets: traceData(s.trace, { reasons }),
          };
          process.stdout.write(`${JSON.stringify(data)}\n`);
          continue;
        }
        const lines = describeTrace(s.trace).map((l) => `${'  '.repeat(l.indent + 1)}${l.text}\n`);
        process.stdout.write(`${s.answer.name}: ${sayOutcome(s.answer)}\n${lines.join('')}\n`);
      }
    });
    return missing || status;
  },
};
