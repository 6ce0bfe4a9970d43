/** What lessons run, step by step: on a real machine, in the simulator, and where the two differ. */
import '../../src/netfilter/allExtensions.ts';
import '../../src/shell/commands/all.ts';
import { anotherPacket } from '../../src/course/anotherPacket.ts';
import type { Exercise } from '../../src/course/kinds/index.ts';
import type { Lab } from '../../src/course/lab.ts';
import type { Network } from '../../src/course/lesson.ts';
import { prepareLab } from '../../src/course/prepareLab.ts';
import type { Seen } from '../../src/course/recording.ts';
import { type Replay, type ReplayStep, replayedLab } from '../../src/course/replays.ts';
import { runLab, runText } from '../../src/course/runLab.ts';
import { linesToType, typeLines } from '../../src/course/typeLines.ts';
import { sendProbe } from '../../src/network/sendProbe.ts';
import type { World } from '../../src/network/world.ts';
import { run } from '../../src/shell/run.ts';
import { fingerprint } from '../../src/text/fingerprint.ts';
import { differencesBetween, type FlowDifference, partsOf, seedOf } from './compareFlows.ts';
import { endOf, hurried } from './flows.ts';
import { compareAll } from './flowsFuzz.ts';
import { type ReplayAnswer, replayOnKernel } from './kernel/run.ts';
import type { Printed } from './real.ts';
import { normal as normalPrinted } from './shell.ts';

/** A replay that waits longer is not asked for: it would take the time of all others. */
const longestWait = 10;

/** Why a replay is not made on a real machine; null where it is. */
export const whyNotReplayed = ({ steps }: Replay): string | null => {
  const seconds = steps.reduce(
    (sum, s) => sum + (s.kind === 'wait' ? s.seconds : s.kind === 'probe' ? (s.probe.wait ?? 0) : 0),
    0,
  );
  return seconds > longestWait ? `it waits ${seconds} seconds` : null;
};

/**
 * The packets that a prediction asks about after a wrong one: the first for each of its own, sent after that one. They are made by
 * the simulator, so that a real machine is asked, and nothing is recorded.
 */
export const otherPacketReplays = (exercise: Lab | Exercise, network: Network): readonly Replay[] => {
  if (!('kind' in exercise) || exercise.kind !== 'predict') return [];
  const { packets } = runLab(prepareLab(exercise, network), exercise.start);
  const [start] = replayedLab(exercise, network).replays;
  const ends = start!.steps.flatMap((step, i) => (step.kind === 'probe' ? [i + 1] : []));
  return packets.flatMap((_, i) => {
    const probe = anotherPacket(exercise.host, packets, i, []);
    const steps: readonly ReplayStep[] = [...start!.steps.slice(0, ends[i])];
    return probe
      ? [{ ...start!, name: `another packet after ${i + 1}`, steps: [...steps, { kind: 'probe', probe }] }]
      : [];
  });
};

/** A text that loaded nothing, whatever the words for that are. */
const refused: Printed = { status: 1, stdout: '', stderr: 'refused' };

const isRefused = (step: ReplayStep, { status }: Printed): boolean =>
  step.kind === 'text' && step.language === 'save' && status !== 0;

/**
 * A step in the simulator: the world after it, and what it printed or how the packet ended. Packets are numbered as the driver
 * does it; the simulator would count those of commands too.
 */
const takeStep = (
  world: World,
  step: ReplayStep,
  sport: number,
): {
  readonly world: World;
  readonly printed: Printed | null;
  readonly probe?: ReplayAnswer['probes'][number];
} => {
  switch (step.kind) {
    case 'wait':
      return { world: { ...world, now: world.now + step.seconds * 1000 }, printed: null };
    case 'probe': {
      const { world: after, answer } = sendProbe(world, { sport, ...step.probe });
      const { outcome, icmp, seen } = answer;
      return { world: after, printed: null, probe: { outcome, icmp, seen } };
    }
    case 'command': {
      const { world: after, status, stdout, stderr } = run(world, step.host, step.command);
      return { world: after, printed: { status, stdout, stderr } };
    }
    case 'text': {
      const { host, language, text } = step;
      if (language === 'terminal') {
        const { session, transcript } = typeLines(world, host, linesToType(text));
        const stdout = transcript.map((t) => t.output).join('');
        return { world: session.world, printed: { status: 0, stdout, stderr: '' } };
      }
      const done = runText({ lab: { host, language }, untouched: world }, text);
      const all = (stream: 'stdout' | 'stderr') => done.ran.map((r) => r[stream]).join('');
      const status = language === 'save' ? Number(done.problems.length > 0) : (done.ran.at(-1)?.status ?? 0);
      return { world: done.world, printed: { status, stdout: all('stdout'), stderr: all('stderr') } };
    }
  }
};

/** What the simulator makes of a replay, from one state of the random source. */
export const replayHere = ({ hosts, links, steps }: Replay, seed = 1): ReplayAnswer => {
  const { untouched } = prepareLab({ host: '', language: 'commands' }, { hosts, ...(links && { links }) });
  let world = hurried({ ...untouched, seed });
  const probes: ReplayAnswer['probes'][number][] = [];
  const printed: (Printed | null)[] = [];
  for (const step of steps) {
    const taken = takeStep(world, step, 40001 + probes.length);
    ({ world } = taken);
    printed.push(taken.printed);
    if (taken.probe) probes.push(taken.probe);
    if (taken.printed && isRefused(step, taken.printed))
      return { probes, printed, counters: {}, connections: {} };
  }
  return { probes, printed, ...endOf(world) };
};

/**
 * What no two runs have in common, besides what `shell.ts` says: when a dump was made, where in a script a message comes
 * from, the name that Docker gives a container, and the ports that a kernel chooses for its programs (those that are given are
 * left).
 */
const normal = ({ steps }: Replay, text: string): string => {
  const given = new Set(JSON.stringify(steps).match(/\b\d{5}\b/g));
  const probes = steps.filter((s) => s.kind === 'probe').length;
  const isChosen = (port: number) =>
    port >= 32768 && port <= 60999 && !given.has(String(port)) && !(port > 40000 && port <= 40000 + probes);
  return normalPrinted(text)
    .replace(/^(# (?:Generated by|Completed)\b.* on ).*$/gm, '$1DATE')
    .replace(/^-?bash: (-c: )?(line \d+: )?/gm, '')
    .replace(/^[0-9a-f]{64}$/gm, 'ID')
    .replace(/\b([sd]port=)(\d{5})\b/g, (all, name: string, port: string) =>
      isChosen(Number(port)) ? `${name}N` : all,
    );
};

/** Connections. A UDP one is ASSURED if it goes on after two seconds, and a timeout takes less here. */
const normalConnections = (replay: Replay, lines: readonly string[] = []): readonly string[] =>
  lines
    .map((line) => normal(replay, line))
    .map((line) => (line.startsWith('udp') ? line.replace(' [ASSURED]', '') : line))
    .sort();

/** What a step is called in a difference. */
const sayStep = (step: ReplayStep, i: number): string =>
  `${i + 1} ${step.kind === 'command' ? `\`${step.command}\`` : step.kind}`;

/** Every comparable thing of an answer under a name of its own. */
const parts = (replay: Replay, answer: ReplayAnswer): ReadonlyMap<string, string> => {
  const { steps } = replay;
  const connections = Object.fromEntries(
    Object.entries(answer.connections).map(([host, lines]) => [host, normalConnections(replay, lines)]),
  );
  const list = new Map(partsOf({ ...answer, connections }));
  for (const [i, given] of answer.printed.entries()) {
    if (!given) continue;
    const printed = isRefused(steps[i]!, given) ? refused : given;
    const name = sayStep(steps[i]!, i);
    list.set(`${name} status`, String(printed.status));
    for (const stream of ['stdout', 'stderr'] as const)
      for (const [n, line] of normal(replay, printed[stream]).split('\n').entries())
        list.set(`${name} ${stream} ${n}`, line);
  }
  return list;
};

/** Where a real machine's answer to a replay is not ours. */
const differencesOf = (replay: Replay, answer: ReplayAnswer | string): readonly FlowDifference[] =>
  typeof answer === 'string'
    ? [{ at: 'the replay', kernel: answer, ours: 'takes it' }]
    : differencesBetween(parts(replay, answer), (seed) => parts(replay, replayHere(replay, seed)));

/** What of an answer is recorded. */
const seenOf = (replay: Replay, { probes, printed, counters, connections }: ReplayAnswer): Seen => {
  const { steps } = replay;
  const clean = (text: string) => normal(replay, text);
  const short = (text: string) => (text.length > 60 ? `#${fingerprint(text)}` : text);
  const packets = probes.map(({ outcome, icmp, seen }) =>
    [
      outcome,
      icmp ?? '',
      seen ? `${seen.host} ${seen.destination}:${seen.dport} from ${seen.source}:${seen.sport}` : '',
    ]
      .filter(Boolean)
      .join(' ')
      .replaceAll(':null', ''),
  );
  const texts = printed.flatMap((given, i) => {
    if (!given) return [];
    const { status, stdout, stderr } = isRefused(steps[i]!, given) ? refused : given;
    const text = `${status ? `status ${status}\n` : ''}${clean(stdout)}${clean(stderr)}`;
    return text ? [[String(i + 1), short(text)] as const] : [];
  });
  const hosts = Object.entries(counters).flatMap(([host, rules]) => {
    const text = rules + normalConnections(replay, connections[host]).join('\n');
    return text ? [[host, short(text)] as const] : [];
  });
  return {
    ...(packets.length && { packets }),
    ...(texts.length && { printed: Object.fromEntries(texts) }),
    ...(hosts.length && { hosts: Object.fromEntries(hosts) }),
  };
};

const byChance = 'by chance';

/** What a real machine, or else the simulator, saw of a replay; without what the simulator finds to be chance. */
export const seen = (replay: Replay, answer: ReplayAnswer | null): Seen => {
  const ours = [1, 2, 3].map((seed) => seenOf(replay, replayHere(replay, seedOf(seed))));
  const given = answer ? seenOf(replay, answer) : ours[0]!;
  const leaf = (of: (s: Seen) => string | undefined, text: string): string =>
    ours.every((s) => of(s) === of(ours[0]!)) ? text : byChance;
  const each = (part: 'printed' | 'hosts') =>
    given[part] && {
      [part]: Object.fromEntries(
        Object.entries(given[part]).map(([name, text]) => [name, leaf((s) => s[part]?.[name], text)]),
      ),
    };
  return {
    ...(given.packets && { packets: given.packets.map((text, i) => leaf((s) => s.packets?.[i], text)) }),
    ...each('printed'),
    ...each('hosts'),
  };
};

/** Makes replays on a real machine: what each answered, and where the simulator differs. */
export const compareReplays = (replays: readonly Replay[], progress?: (done: number) => void) =>
  compareAll(replays, replayOnKernel, differencesOf, undefined, progress);
