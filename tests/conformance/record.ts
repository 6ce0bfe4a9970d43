/**
 * Writes what the real command prints and the real kernel does: `npm run conformance:record`, as root, with
 * iptables 1.8.9. `--tables` does the commands, rules and restores alone, `--flows` the flows, `--shell` the
 * shell's commands, `--language` its language, `--scripts` its scripts, `--rulesets` the rulesets,
 * `--transcript` the transcript, `--docker` a Docker host; `--only TEXT` does the flows (with --shell: the sessions)
 * whose name has it. Says where we differ.
 */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { isDeepStrictEqual, parseArgs } from 'node:util';
import { otherwise, record } from './cases.ts';
import { differencesOf } from './compareFlows.ts';
import { type DockerRecording, dockerSessions, dockerVersions, realDocker } from './docker.ts';
import { flows, isTraced } from './flows.ts';
import { helpSource, realHelpTexts } from './helpTexts.ts';
import { type KernelAnswer, type KernelTrace, runOnKernel } from './kernel/run.ts';
import { ourTrace, withoutTracing } from './kernelTrace.ts';
import { dialogues, ours as oursInDialogue, real as realDialogue } from './language.ts';
import {
  fromElsewhere,
  ours as oursOfScript,
  real as realScripts,
  recorded as recordedScripts,
  scripts,
} from './languageScripts.ts';
import { type Printed, unavailable } from './real.ts';
import { inShort, realOf, rulesets } from './rulesets.ts';
import { ours, real, sessions } from './shell.ts';
import { byRealCommands } from './transcript.ts';

const file = (name: string): string => join(import.meta.dirname, name);
const write = (name: string, data: unknown): void =>
  writeFileSync(file(name), `${JSON.stringify(data, null, 1)}\n`);

const recordCommands = (): void => {
  const recording = record('legacy');
  write('recorded.json', recording);
  write('recorded-nft.json', otherwise(recording, record('nft')));
  console.log(
    `${recording.commands.length} commands, ${recording.rules.length} rules and ${recording.restores.length} restores recorded from ${recording.version}, and what nf_tables says otherwise.`,
  );
};

const recordHelp = (): void => {
  const source = join(import.meta.dirname, '../../src/netfilter/command/extensionHelp.ts');
  writeFileSync(source, helpSource(realHelpTexts('legacy')));
  console.log('The help texts of all extensions are written.');
};

const recordTranscript = (): void => {
  const printed = byRealCommands();
  write('transcript-recorded.json', printed);
  console.log(`${Object.keys(printed).length} lines of the transcript recorded.`);
};

const recordRulesets = (): void => {
  write(
    'rulesets/recorded.json',
    Object.fromEntries(
      [...rulesets].map(([name, lines]) => [
        name,
        { legacy: inShort(realOf(lines, 'legacy')), nft: inShort(realOf(lines, 'nft')) },
      ]),
    ),
  );
  console.log(`${rulesets.size} rulesets recorded.`);
};

const recordDocker = (): void => {
  if (!existsSync('/usr/sbin/dockerd'))
    return console.log("Debian's docker.io is not installed: the recording of Docker stays as it is.");
  const recording: DockerRecording = {
    versions: dockerVersions(),
    sessions: dockerSessions.map((lines) => ({
      legacy: realDocker(lines, 'legacy'),
      nft: realDocker(lines, 'nft'),
    })),
  };
  write('docker/recorded.json', recording);
  console.log(`${recording.sessions.length} sessions recorded with ${recording.versions}.`);
};

/** Flows recorded before keep their recordings unless they are asked for again. */
const kept = <T>(name: string, names: readonly string[], fresh: ReadonlyMap<string, T>): void => {
  const path = file(`flows/${name}`);
  const before = existsSync(path)
    ? (JSON.parse(readFileSync(path, 'utf8')) as Readonly<Record<string, T>>)
    : {};
  write(
    `flows/${name}`,
    Object.fromEntries(
      names.flatMap((n) => ((fresh.get(n) ?? before[n]) ? [[n, fresh.get(n) ?? before[n]]] : [])),
    ),
  );
};

const recordFlows = async (only: string): Promise<void> => {
  const chosen = flows.filter((f) => f.name.includes(only));
  const traced = chosen.filter((f) => isTraced(f.name));
  const answers = new Map<string, KernelAnswer>();
  const traces = new Map<string, KernelTrace>();
  for await (const answer of runOnKernel(
    chosen.map((f) => f.scenario),
    { jobs: 4 },
  )) {
    const { name, scenario } = chosen[answers.size]!;
    if (typeof answer === 'string') throw new Error(`${name}: ${answer}`);
    const { trace: _, ...rest } = answer;
    answers.set(name, rest);
    for (const d of differencesOf(scenario, rest))
      console.log(`${name}: ${d.at}\n    kernel ${d.kernel}\n    ours   ${d.ours}`);
  }
  for await (const answer of runOnKernel(
    traced.map((f) => f.scenario),
    { jobs: 4, trace: true },
  )) {
    const { name, scenario } = traced[traces.size]!;
    if (typeof answer === 'string') throw new Error(`${name}: ${answer}`);
    traces.set(name, withoutTracing(scenario, answer.trace));
    if (!isDeepStrictEqual(ourTrace(scenario), traces.get(name)))
      console.log(
        `${name}: another way\n    kernel ${JSON.stringify(traces.get(name))}\n    ours   ${JSON.stringify(ourTrace(scenario))}`,
      );
  }
  kept(
    'recorded.json',
    flows.map((f) => f.name),
    answers,
  );
  kept(
    'traces.json',
    flows.filter((f) => isTraced(f.name)).map((f) => f.name),
    traces,
  );
  console.log(`${answers.size} flows recorded, ${traces.size} of them rule by rule.`);
};

const recordShell = async (only: string): Promise<void> => {
  const before = existsSync(file('shell/recorded.json'))
    ? (JSON.parse(readFileSync(file('shell/recorded.json'), 'utf8')) as Readonly<
        Record<string, readonly Printed[]>
      >)
    : {};
  const after: Record<string, readonly Printed[]> = {};
  for (const session of sessions) {
    const printed =
      before[session.name] && !session.name.includes(only) ? before[session.name]! : await real(session);
    after[session.name] = printed;
    const mine = ours(session);
    for (const [i, { host, line }] of session.commands.entries())
      if (!isDeepStrictEqual(mine[i], printed[i]))
        console.log(
          `\n${session.name}: ${host}# ${line}\n  real ${JSON.stringify(printed[i])}\n  ours ${JSON.stringify(mine[i])}`,
        );
  }
  write('shell/recorded.json', after);
  console.log(`${Object.keys(after).length} sessions of shell commands recorded.`);
};

const recordLanguage = (): void => {
  const after: Record<string, readonly Printed[]> = {};
  for (const dialogue of dialogues) {
    const printed = realDialogue(dialogue);
    after[dialogue.name] = printed;
    const mine = oursInDialogue(dialogue);
    for (const [i, command] of dialogue.commands.entries())
      if (!isDeepStrictEqual(mine[i], printed[i]))
        console.log(
          `\n${dialogue.name}: ${command}\n  real ${JSON.stringify(printed[i])}\n  ours ${JSON.stringify(mine[i])}`,
        );
  }
  write('language/recorded.json', after);
  console.log(`${Object.values(after).flat().length} commands of the shell's language recorded.`);
};

const recordScripts = (): void => {
  const before = existsSync(file('language/scripts/recorded.json')) ? recordedScripts() : {};
  const asked = scripts.filter((s) => !fromElsewhere.includes(s.name));
  const results = new Map(realScripts(asked).map((result, i) => [asked[i]!.name, result]));
  const after = Object.fromEntries(scripts.map((s) => [s.name, results.get(s.name) ?? before[s.name]]));
  for (const script of scripts) {
    const mine = oursOfScript(script);
    if (!isDeepStrictEqual(mine, after[script.name]))
      console.log(
        `\n${script.name}\n  real ${JSON.stringify(after[script.name])}\n  ours ${JSON.stringify(mine)}`,
      );
  }
  write('language/scripts/recorded.json', after);
  console.log(`${scripts.length} scripts recorded.`);
};

const parts = {
  tables: recordCommands,
  help: recordHelp,
  language: recordLanguage,
  scripts: recordScripts,
  transcript: recordTranscript,
  rulesets: recordRulesets,
  flows: recordFlows,
  shell: recordShell,
  docker: recordDocker,
} as const satisfies Readonly<Record<string, (only: string) => void | Promise<void>>>;
const flag = { type: 'boolean' } as const;
const { values } = parseArgs({
  options: {
    tables: flag,
    help: flag,
    language: flag,
    scripts: flag,
    transcript: flag,
    rulesets: flag,
    flows: flag,
    shell: flag,
    docker: flag,
    only: { type: 'string' },
  },
});
const why = unavailable();
if (why) {
  console.error(`The real command cannot be recorded: ${why}.`);
  process.exitCode = 1;
} else {
  const all = Object.keys(parts) as (keyof typeof parts)[];
  const named = all.filter((part) => values[part]);
  for (const part of named.length ? named : values.only === undefined ? all : ['flows' as const])
    await parts[part](values.only ?? '');
}
