/** What a lab says of an answer, sentence by sentence, and which of it is not so (witness.ts). */

import { onlyAsWritten, packetsAsWritten } from '../../../src/course/asWritten.ts';
import { kindOf } from '../../../src/course/exercise.ts';
import type { Exercise } from '../../../src/course/kinds/index.ts';
import { allPackets } from '../../../src/course/lab.ts';
import { labView, type PacketView } from '../../../src/course/labView.ts';
import type { PreparedLab } from '../../../src/course/prepareLab.ts';
import { type LabResult, runText, tryWorld } from '../../../src/course/runLab.ts';
import { withoutValues } from '../../../src/course/solutionDiff.ts';
import { help } from '../../../src/lab/engine/handover.ts';
import { buildLab } from '../../../src/lab/exercise/buildLab.ts';
import type { BuiltLab } from '../../../src/lab/exercise/builtLab.ts';
import { isSolved, reduce, start } from '../../../src/lab/exercise/session.ts';
import { verdictOf } from '../../../src/lab/exercise/verdict.ts';
import { parameters } from '../../../src/network/sysctl.ts';
import type { World } from '../../../src/network/world.ts';
import { gateOf } from '../../../src/trace/gate.ts';
import { untrueTold } from './told.ts';
import {
  delivered,
  dumpOf,
  firstDeciders,
  hasCounted,
  hasListener,
  isDecidedAt,
  isDecisive,
  isMet,
  type Place,
  ruleAt,
  type Witnessed,
  witnessed,
} from './witness.ts';

/** A lab as a page has it. */
export interface Shown {
  readonly prepared: PreparedLab<Exercise>;
  readonly built: BuiltLab;
}

/** Whether a packet ended as the lesson asks. */
const isRight = ({ expected, answer, ...packet }: Witnessed, host: string): boolean => {
  const { outcome, seenFrom, reaches, stoppedBy } = expected;
  const asked = {
    ...(seenFrom !== undefined && { seenFrom }),
    ...(reaches !== undefined && { reaches }),
    ...(stoppedBy !== undefined && { stoppedBy }),
  };
  // What a listener got was not stopped, though its reply may have been.
  if (stoppedBy !== undefined && answer.seen !== null) return false;
  // Connected is no use where what the sender sends next is dropped.
  const { from } = expected.probe;
  const isLost = packet.trace.journeys.some(
    ({ events: [first, ...more] }, i) =>
      i > 0 && first?.kind === 'made' && first.host === from && more.some((e) => e.kind === 'dropped'),
  );
  if (outcome === 'connected' && isLost) return false;
  return answer.outcome === outcome && isMet(asked, { ...packet, expected, answer }, packet.world, host);
};

const named = /`(\w+) ([^,`]+), (?:rule (\d+)|policy)`(?: on ([\w-]+))?/g;
const placesIn = (says: string, host: string): readonly Place[] =>
  [...says.matchAll(named)].map(([, table, chain, number, at]) => ({
    host: at ?? host,
    table: table!,
    chain: chain!,
    number: number === undefined ? null : Number(number),
  }));

/** Whether a host wrote another address into the packet that was sent first. */
const isRewrittenOn = ({ trace }: Witnessed, host: string): boolean =>
  trace.journeys[0]?.events.some(
    (e) =>
      e.kind === 'rewritten' &&
      e.host === host &&
      (e.before.source !== e.after.source || e.before.destination !== e.after.destination),
  ) ?? false;

/** What is not so of where a packet ended. */
function* untrueEnd(packet: Witnessed, { end }: PacketView, host: string): Generator<string> {
  const [decided = '', later] = end.decided.split('; ');
  const { outcome } = packet.answer;
  const arrived = outcome === 'connected' || outcome === 'replied';
  if (end.arrived !== arrived) yield 'arrived';
  if (arrived && /\b(dropped|rejected|stopped|gets no reply|is not sent|ends on)\b/.test(decided))
    yield 'it arrived';
  for (const place of placesIn(decided, host)) {
    if (!isDecidedAt(packet, place)) yield `${JSON.stringify(place)} does not decide`;
    else if (decided.includes('keeps its addresses')) {
      if (isRewrittenOn(packet, place.host)) yield `${JSON.stringify(place)} rewrites it`;
    } else if (!isDecisive(packet, place)) yield `${JSON.stringify(place)} makes no difference`;
  }
  if (later !== undefined) {
    if (outcome !== 'connected') yield 'it is not connected';
    if (!packet.trace.journeys.some(({ events }, i) => i > 0 && events.at(-1)!.kind === 'dropped'))
      yield 'nothing is dropped later';
    for (const place of placesIn(later, host))
      if (!isDecidedAt(packet, place)) yield `${JSON.stringify(place)} does not decide later`;
  }
  const none = /^meets no rule on (\S+) that stops it(?:,|$)/.exec(decided);
  for (const rule of none ? firstDeciders(packet, none[1]!) : []) yield `${rule} decided`;
  const elsewhere = /, and (?:its reply|the error message about it) goes to ([\w-]+)$/.exec(decided);
  const isThere = packet.trace.journeys
    .slice(1)
    .some(({ events }) => events.some((e) => e.kind === 'delivered' && e.host === elsewhere?.[1]));
  if (elsewhere && !isThere) yield 'its reply goes elsewhere';
  if (elsewhere && elsewhere[1] === packet.expected.probe.from) yield 'its reply reaches the sender';
  const unheard = /^reaches (\S+), where no program listens/.exec(decided);
  if (unheard && (hasListener(packet, unheard[1]!) || delivered(packet)?.host !== unheard[1]))
    yield 'a program listens';
  const lost = /ends on ([\w-]+)/.exec(decided);
  const droppedAt = packet.trace.journeys
    .map(({ events }) => events.at(-1)!)
    .filter((e) => e.kind === 'dropped');
  if (lost && !droppedAt.some((e) => e.host === lost[1])) yield 'it does not end there';
  const sentOn = packet.trace.journeys[0]?.events.some((e) => e.kind === 'wire' && e.from.host === host);
  if (decided.startsWith('goes out') && !sentOn) yield 'it does not go out';
  if (decided.startsWith('arrives') && delivered(packet)?.host !== host) yield 'it does not arrive';
  if (/^is not sent/.test(decided) && packet.trace.journeys.length > 0) yield 'it was sent';
}

/** What is not so of the questions before a packet's way is decided. */
function* untrueGate(packet: Witnessed): Generator<string> {
  const gate = gateOf(packet.trace, 4000);
  if (!gate) return;
  const { host, table, chain, choices, address } = gate;
  const { rule } = choices[gate.answer]!;
  for (const { rule: offered } of choices)
    if (offered && ruleAt(packet.before, { host, table, chain, number: offered.number }) !== offered.text)
      yield `the gate offers ${offered.text}`;
  if (!isDecidedAt(packet, { host, table, chain, number: rule?.number ?? null }))
    yield `the gate says ${rule?.text ?? 'the policy'} of ${chain} on ${host}`;
  if (!address) return;
  const said = address.choices[address.answer];
  const { tcp, udp, ping } = packet.expected.probe;
  // A program takes a reply from where it sent to, and from nowhere else.
  const isSo = address.asks.includes('reply')
    ? packet.answer.outcome !== 'connected' || said === (tcp ?? udp ?? ping)
    : said === delivered(packet)?.source;
  if (!isSo) yield `the gate says ${said}`;
}

/** Whether what came back is named for what it is: an ICMP error is no reply. */
const isRightlyNamed = ({ trace }: Witnessed, line: string): boolean => {
  const isError = line.includes('error message');
  const kinds = trace.journeys.slice(1).flatMap(({ events: [first] }) => {
    if (first?.kind !== 'made') return [];
    const { transport } = first.packet;
    return transport.kind === 'icmp' && transport.about !== null;
  });
  return kinds.includes(isError);
};

/** What is not so of the reason for a packet's end. */
function* untrueBecause(packet: Witnessed, { end }: PacketView, host: string): Generator<string> {
  const { expected, claimHolds, because, before } = packet;
  if (claimHolds) {
    if (because !== expected.because) yield 'not the sentence of the lesson';
    if (!isMet(expected.claim ?? {}, packet, packet.world, host)) yield 'the claim does not hold';
    if (!isRight(packet, host)) yield 'it is why the packet should end otherwise';
    // A sentence that is true if there is a rule is about a rule that the packet meets.
    const { has, decided } = expected.claim ?? {};
    if (has && !decided && !has.includes('-P ') && !hasCounted(packet, has, host))
      yield `${has} counted nothing`;
    return;
  }
  for (const line of because.split('\n')) {
    if (/its reply|error message/.test(line) && !isRightlyNamed(packet, line))
      yield `${line} is another thing`;
    const rule =
      /^Rule (\d+) of (\S+) in (\w+)(?: on (\S+))? decided(?: about (?:its reply|the error message about it))?: (.*)$/.exec(
        line,
      );
    const policy =
      /^No rule of (\S+) in (\w+)(?: on (\S+))? decided(?: about (?:its reply|the error message about it))?, so its policy did: (\w+)\.$/.exec(
        line,
      );
    if (rule) {
      const place = { host: rule[4] ?? host, table: rule[3]!, chain: rule[2]!, number: Number(rule[1]) };
      if (ruleAt(before, place) !== rule[5]) yield `${line} is another rule`;
      if (!isDecidedAt(packet, place)) yield `${line} does not decide`;
    } else if (policy) {
      const [, chain = '', table = '', at = host, is] = policy;
      if (dumpOf(before, at).policies.get(`${table} ${chain}`) !== is) yield `${line} is another policy`;
      if (!isDecidedAt(packet, { host: at, table, chain, number: null })) yield `${line} is not reached`;
      // Where it ended is held against the witness by itself.
    } else if (line !== `It ${end.decided}.`) yield `unknown sentence: ${line}`;
  }
}

/** What is not so of how a packet ended, in a word or four. */
function* untrueWords(
  packet: Witnessed,
  { ended, expected, outcome }: PacketView,
  host: string,
): Generator<string> {
  if (outcome !== packet.answer.outcome) yield 'another outcome';
  if (!expected.startsWith(outcomeWord[packet.expected.outcome])) yield 'another outcome is expected';
  yield* untrueEnded(packet, ended, host);
}

/** What is not so of these words alone. */
export function* untrueEnded(packet: Witnessed, ended: string, host: string): Generator<string> {
  if (!ended.startsWith(outcomeWord[packet.answer.outcome])) yield 'another outcome';
  const got = delivered(packet);
  const source = /seen from ([\d.]+)/.exec(ended)?.[1];
  if (source !== undefined && source !== got?.source) yield `seen from ${got?.source}`;
  const reached = /reached ([\w-]+)/.exec(ended)?.[1];
  if (reached !== undefined && reached !== got?.host) yield `reached ${got?.host}`;
  const stopped = /stopped in (\w+) ([^,]+)/.exec(ended);
  if (stopped && !isMet({ stoppedBy: `${stopped[1]} ${stopped[2]}` }, packet, packet.world, host))
    yield 'not stopped there';
}

const outcomeWord = {
  connected: 'connected',
  replied: 'answered',
  refused: 'refused',
  unreachable: 'unreachable',
  timeout: 'no answer',
};

/** Rules and chains, as commands write them. */
const linesIn = (world: World, host: string) => {
  const { rules, chains } = dumpOf(world, host);
  return [
    ...rules.map((r) => `${r.table} ${r.text}`),
    ...chains.map((chain) => chain.replace(' ', ' -N ')),
  ].sort();
};
const policiesIn = (world: World, host: string) =>
  [...dumpOf(world, host).policies]
    .filter(([, policy]) => policy !== 'ACCEPT')
    .map(String)
    .sort();
const inOrder = (world: World, host: string) => {
  const { rules } = dumpOf(world, host);
  return rules
    .map((r) => `${r.table} ${r.text}`)
    .toSorted((a, b) => (key(a) < key(b) ? -1 : key(a) > key(b) ? 1 : 0));
};
/** Rules of one chain keep their order. */
const key = (rule: string): string => rule.split(' ').slice(0, 3).join(' ');

/** Whether two rules differ, word by word, in a value of each of these options and in nothing else. */
const differsOnlyIn = (one: string, other: string, options: readonly string[]): boolean => {
  const [a, b] = [one.split(' '), other.split(' ')];
  const isOption = (word: string) => /^--?[A-Za-z]/.test(word);
  const differ = a.flatMap((word, i) =>
    word === b[i] ? [] : [isOption(word) ? word : a.slice(0, i).findLast(isOption)!],
  );
  // `-m tcp` is written by `-p tcp`.
  const found = differ.filter((name) => name !== '-m' || !differ.includes('-p'));
  return a.length === b.length && String([...new Set(found)]) === String(options);
};

/** A rule or a chain, and not a policy. */
const isRule = (line: string | null): line is string => line !== null && !line.startsWith('-P');

/** What is not so of the comparison with the solution and of the hints. */
function* untrueHelp({ prepared }: Shown, made: World, ours: World, hint: string | null): Generator<string> {
  const { host } = prepared.lab;
  const { hints, differences } = help(prepared, made, null, hint);
  const [mine, right] = [linesIn(made, host), linesIn(ours, host)];
  const same =
    String(inOrder(made, host)) === String(inOrder(ours, host)) &&
    String(mine) === String(right) &&
    String(policiesIn(made, host)) === String(policiesIn(ours, host));
  if (same !== (differences.length === 0)) yield `compared: ${differences.length} differences`;
  for (const d of differences) {
    const table = d.where.split(' ')[0]!;
    if (isRule(d.mine) && !mine.includes(`${table} ${d.mine}`)) yield `not mine: ${d.mine}`;
    if (isRule(d.ours) && !right.includes(`${table} ${d.ours}`)) yield `not ours: ${d.ours}`;
    const moved = /it is rule (\d+) of (\S+) (\S+) in yours, and rule (\d+) in ours/.exec(d.says);
    if (moved) {
      const place = { host, table: moved[2]!, chain: moved[3]! };
      if (ruleAt(made, { ...place, number: Number(moved[1]) }) !== d.mine)
        yield `not there in mine: ${d.says}`;
      if (ruleAt(ours, { ...place, number: Number(moved[4]) }) !== d.ours)
        yield `not there in ours: ${d.says}`;
    }
  }
  const lost = hints.map((h) => /^This rule was there at first, .*: `([^`]+)`/.exec(h)?.[1]).find(Boolean);
  const has = (rules: readonly string[]) => rules.some((rule) => rule.endsWith(` ${lost}`));
  if (lost !== undefined && (has(mine) || !has(right))) yield `not lost: ${lost}`;
  // Mine, changed as the comparison says, is ours.
  const changed = [...mine];
  for (const { where, mine: from, ours: to } of differences) {
    const table = where.split(' ')[0]!;
    if (isRule(from)) changed.splice(changed.indexOf(`${table} ${from}`), 1);
    if (isRule(to)) changed.push(`${table} ${to}`);
  }
  if (String(changed.sort()) !== String(right)) yield 'the comparison leaves something out';
  const chain = (at: string) => (rule: string) => rule.startsWith(`${at.replace(' ', ' -A ')} `);
  const differs = (at: string) =>
    mine.includes(at.replace(' ', ' -N ')) !== right.includes(at.replace(' ', ' -N ')) ||
    String(inOrder(made, host).filter(chain(at))) !== String(inOrder(ours, host).filter(chain(at))) ||
    (dumpOf(made, host).policies.get(at) ?? 'ACCEPT') !== (dumpOf(ours, host).policies.get(at) ?? 'ACCEPT');
  for (const hint of hints) {
    for (const [, name] of hint.matchAll(/not a rule[^:]*: `([^`]+)`/g))
      if (parameters(made.hosts[host]!).get(name!) === parameters(ours.hosts[host]!).get(name!)) yield hint;
    // What is said of rules comes after what is said of other things.
    const says = hint.replace(
      /^(?:(?:One|You) [^.`]*not a rule.*?`\.(?: |$))+(?:A command.*?`\.(?: |$))?/,
      '',
    );
    const place = /(?:has to move|in another place): `([^`]+)`$/.exec(says)?.[1];
    if (
      place !== undefined &&
      (!mine.some((r) => r.endsWith(place)) || !right.some((r) => r.endsWith(place)))
    )
      yield says;
    if (/, and (in )?no other chain\.$/.test(says)) {
      const places = [...says.matchAll(/`([^`]+)`/g)].map((m) => m[1]!);
      const others = [...mine, ...right].map((r) => r.replace(/^(\w+) -[AN] (\S+).*/, '$1 $2'));
      for (const at of places) if (!differs(at)) yield `${says} ${at} does not`;
      for (const at of others) if (differs(at) && !places.includes(at)) yield `${says} ${at} does too`;
    }
    const spare = /(?:(?:^|\. )One solution|\. It) does without this rule in (\S+) (\S+): `([^`]*)`$/.exec(
      says,
    );
    const times = (all: readonly string[]) => all.filter((r) => r === `${spare![1]} ${spare![3]}`).length;
    if (spare && times(mine) <= times(right)) yield says;
    const one = /^One solution has (this) in (.+?): `([^`]*)`(?:, in place of `([^`]*)`)?/.exec(says);
    const values =
      /^This rule in (\S+) \S+ has the options of one solution’s: `(.+?)`\. Look at the values? of (`[^.]+`)\./.exec(
        says,
      );
    if (says.includes('has the options') && !values) yield `unknown sentence: ${says}`;
    if (values) {
      const [, table, own, named] = values;
      if (!mine.includes(`${table} ${own}`)) yield says;
      const options = [...named!.matchAll(/`([^`]+)`/g)].map((m) => m[1]!);
      if (!right.some((r) => differsOnlyIn(`${table} ${own}`, r, options))) yield says;
    }
    if (says.startsWith('The rules are right, their order is not') && String(mine) !== String(right))
      yield says;
    if (!one) continue;
    const text = one[3]!;
    if (text.startsWith('-P')) continue;
    const where = one[2]!.split(' ')[0];
    const replaced = one[4];
    if (replaced !== undefined && !replaced.startsWith('-P') && !mine.includes(`${where} ${replaced}`))
      yield says;
    const isThere = right.some(
      (r) => r.startsWith(`${where} `) && withoutValues(r.slice(where!.length + 1)) === text,
    );
    if (!isThere) yield says;
  }
}

const written = new WeakMap<PreparedLab, LabResult['packets']>();

/** A result as a page shows it. */
export const asShown = (prepared: PreparedLab, result: LabResult): LabResult =>
  onlyAsWritten(prepared.lab, result, () => {
    const before = written.get(prepared) ?? packetsAsWritten(prepared);
    written.set(prepared, before);
    return before;
  });

/** Everything that is said of an answer and is not so. */
export function* untrue(shown: Shown, text: string): Generator<string> {
  const { prepared, built } = shown;
  const { lab } = prepared;
  const { host } = lab;
  const { world: made, ...ran } = runText(prepared, text);
  const result = asShown(prepared, { ...tryWorld(lab, made), ...ran });
  const view = labView(lab, result, 1);
  const packets = witnessed(lab, made, result.packets);
  if (packets.length !== allPackets(lab).length) yield 'a packet is missing';
  for (const [i, packet] of packets.entries()) {
    const of = view.packets[i]!;
    for (const says of untrueEnd(packet, of, host)) yield `packet ${i + 1} ${of.end.decided}: ${says}`;
    for (const says of untrueGate(packet)) yield `packet ${i + 1}: ${says}`;
    for (const says of untrueBecause(packet, of, host)) yield `packet ${i + 1}, because: ${says}`;
    for (const says of untrueWords(packet, of, host)) yield `packet ${i + 1} ended ${of.ended}: ${says}`;
    for (const says of untrueTold(packet, of.told)) yield `packet ${i + 1}, ${of.told}: ${says}`;
    if (of.passed !== isRight(packet, host)) yield `packet ${i + 1} passed: ${of.passed}`;
  }
  const right = packets.every((p) => isRight(p, host)) && view.problems.length === 0;
  const kind = kindOf(lab);
  const answer = { kind: 'text', text } as const;
  const grade = kind.gradeResult(lab, result);
  if (!grade) return;
  if (grade.passed !== right) yield `passed: ${grade.passed}`;
  const session = reduce(built, start(built), { kind: 'shown', view, answer });
  const verdict = verdictOf(built, { ...session, answer, reported: { problems: view.problems, of: answer } });
  if (isSolved(built, session) !== right) yield `solved: ${!right}`;
  if ((verdict.tone === 'good') !== right) yield `the strip: ${verdict.says}`;
  const n = packets.filter((p) => isRight(p, host)).length;
  if (!verdict.count.startsWith(`${n} of ${packets.length} `)) yield `the strip counts ${verdict.count}`;
  const about = /[Pp]acket (\d+)/.exec(verdict.says);
  if (about && verdict.packet !== null) {
    const packet = view.packets[Number(about[1]) - 1]!;
    if (packet.passed || verdict.packet !== Number(about[1]) - 1)
      yield `the strip is about a packet that is right: ${verdict.says}`;
  }
  // Hints of several packets may say the same.
  const [, number, said] = /^(?:Packet (\d+): )?(.*)$/s.exec(grade.hint ?? '')!;
  const hints = 'hints' in lab ? lab.hints.filter((h) => h.say === said) : [];
  const firstWrong = packets.find((p) => !isRight(p, host))?.expected.probe.name;
  const meant = hints.filter(({ when }) =>
    number === undefined
      ? when.packet === undefined || when.packet === firstWrong
      : when.packet === packets[Number(number) - 1]?.expected.probe.name,
  );
  const isFair = meant.some(({ when: { packet: name, outcome, ...when } }) => {
    const wrong = packets.filter(
      (p) =>
        !isRight(p, host) &&
        (name === undefined || p.expected.probe.name === name) &&
        (outcome === undefined || p.answer.outcome === outcome),
    );
    return [...wrong, ...(name === undefined && outcome === undefined ? [null] : [])].some((p) =>
      isMet(when, p, result.world, host),
    );
  });
  if (hints.length > 0 && !isFair) yield `the hint is about something else: ${grade.hint}`;
  const solution = kind.solution(lab);
  if (solution !== null && kind.answerOfText(solution) !== null)
    yield* untrueHelp(shown, made, runText(prepared, solution).world, grade.hint);
}

/** What is not so of a packet that a page shows by itself. */
export function* untruePacket(packet: Witnessed, view: PacketView, host: string): Generator<string> {
  yield* untrueEnd(packet, view, host);
  yield* untrueBecause({ ...packet, because: view.because }, view, host);
  yield* untrueWords(packet, view, host);
}

/** What is not so of a packet that was asked about instead of the exercise's `of`. */
export function* untrueInstead(
  packet: Witnessed,
  of: Witnessed,
  view: PacketView,
  host: string,
): Generator<string> {
  const lines = view.because.split('\n');
  const why = lines.findIndex((line) => /does not match/.test(line));
  const because = lines.filter((_, i) => i !== why).join('\n');
  yield* untruePacket(packet, { ...view, because }, host);
  if (why < 0) return;
  const [, number, chain, table, at = host, said, needs] =
    /^Rule (\d+) of (\S+) in (\w+)(?: on (\S+))? (decided about|does not match) (?:(?:the answer to|the error message about|a later packet of) )?“.*?”(?:\. It does not match (?:(?:the answer to|the error message about|a later packet of) )?this packet)?: it needs (.*)\.$/.exec(
      lines[why]!,
    ) ?? [];
  if (!needs) return yield `unknown sentence: ${lines[why]}`;
  const place = { host: at, table: table!, chain: chain!, number: Number(number) };
  const [decided, missed] = said === 'decided about' ? [of, packet] : [packet, of];
  if (!isDecidedAt(decided, place)) yield `${lines[why]} does not decide`;
  if (isDecidedAt(missed, place)) yield `${lines[why]} matches both`;
  const [, aboutOf = '', aboutOther = ''] =
    /(the answer to|the error message about|a later packet of)? ?“.*?”(?:\. It does not match ?(the answer to|the error message about|a later packet of)?)?/.exec(
      lines[why]!,
    ) ?? [];
  const told =
    said === 'decided about'
      ? ([
          [of, aboutOf],
          [packet, aboutOther],
        ] as const)
      : ([[of, aboutOf]] as const);
  for (const [{ expected, answer, trace }, about] of told) {
    // What a host sends elsewhere does not come in there, and what it is sent does not go out there.
    const { from } = expected.probe;
    const isSent = from === at;
    const toItself = trace.journeys[0]?.events.some((e) => e.kind === 'delivered' && e.host === from);
    const comesBack = place.chain === (isSent ? 'INPUT' : 'OUTPUT') && !toItself;
    if (
      comesBack !== /answer|error/.test(about) &&
      ['INPUT', 'OUTPUT'].includes(place.chain) &&
      !/later/.test(about)
    )
      yield `${lines[why]}: that is ${comesBack ? '' : 'not '}an answer`;
    if (/error/.test(about) && /replied|connected/.test(answer.outcome)) yield `${lines[why]}: no error`;
  }
  // The packet has the port and the addresses that the sentence says it has.
  const { probe } = missed.expected;
  const [address, port] = (probe.tcp ?? probe.udp ?? probe.ping)!.split(':');
  const has = / has (destination port|destination) (\S+)$/.exec(needs);
  const sent = has?.[1] === 'destination' ? address : port;
  if (has && ['PREROUTING', 'OUTPUT'].includes(place.chain) && has[2] !== sent)
    yield `${needs}: sent to ${sent}`;
}

/** A lab as a page has it, with what a test needs of it. */
export const shownLab = (prepared: PreparedLab<Exercise>, network: BuiltLab['network']): Shown => ({
  prepared,
  built: buildLab({ lab: prepared.lab, network }),
});
