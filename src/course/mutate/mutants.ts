import { save } from '../../netfilter/print/save.ts';
import { printAddress } from '../../netfilter/values/address.ts';
import type { World } from '../../network/world.ts';
import type { PreparedLab } from '../prepareLab.ts';
import { runText } from '../runLab.ts';
import { misconceptions } from './kinds/index.ts';
import type { Misconception, Surroundings } from './misconception.ts';
import { printScript, readScript } from './script.ts';
import type { SolvedLab } from './withSolution.ts';

/** A solution with one mistake in it that loads, and makes another firewall than the solution does. */
export interface Mutant {
  readonly misconception: Misconception;
  /** In the lab's language, whole. */
  readonly text: string;
  /** The network once the text has run. */
  readonly world: World;
}

/** The mutants of one solution. */
export interface Mutants {
  /** The network once the solution has run. */
  readonly right: World;
  readonly mutants: readonly Mutant[];
  /** How many more texts there were than are tried. */
  readonly cut: number;
}

/** The most texts that are tried for one solution. */
export const mostTexts = 600;

/** The names that mistakes are made of, out of a network as it is now. */
export const surroundings = ({ hosts }: World, host: string): Surroundings => {
  const all = Object.values(hosts);
  const addressesOf = (name: string) =>
    hosts[name]!.interfaces.flatMap((i) => i.addresses.map((a) => printAddress(a.address)));
  const near = hosts[host]!.interfaces.filter((i) => i.name !== 'lo').map(
    (i) => [i.name, i.addresses.map((a) => printAddress(a.address))] as const,
  );
  return {
    interfaces: Object.fromEntries(near),
    addresses: [...new Set(all.flatMap((h) => addressesOf(h.name)))].filter((a) => !a.startsWith('127.')),
    ports: [...new Set(all.flatMap((h) => h.listeners.map((l) => l.port)))],
  };
};

/**
 * Runs a text; null if it does not load whole. Lines that are typed at a terminal are run as commands, which tell
 * whether they succeeded.
 */
const load = (prepared: PreparedLab, text: string): World | null => {
  const { lab } = prepared;
  const language = lab.language === 'save' ? 'save' : 'commands';
  const done = runText({ ...prepared, lab: { ...lab, language } }, text);
  return done.problems.length || done.ran.some((r) => r.status !== 0) ? null : done.world;
};

/** Every firewall that is one of these mistakes away from the solution, each once, until time runs out. */
export const mutantsOf = (
  prepared: SolvedLab,
  outOfTime = () => false,
  among: readonly Misconception[] = misconceptions,
): Mutants => {
  const { lab, untouched } = prepared;
  const script = readScript(lab.language, lab.solution, untouched.hosts[lab.host]!.filter);
  const around = surroundings(untouched, lab.host);
  const texts = among.flatMap((misconception) =>
    misconception.mutants(script, around).map((mutant) => ({ misconception, text: printScript(mutant) })),
  );
  return mutantsAmong(prepared, texts, outOfTime);
};

/** A text that may be a wrong answer, and the mistake in it. */
export type AlteredText = Pick<Mutant, 'misconception' | 'text'>;

/** Those of these texts that load and make another firewall than the solution does, each once, until time runs out. */
export const mutantsAmong = (
  prepared: SolvedLab,
  texts: readonly AlteredText[],
  outOfTime = () => false,
): Mutants => {
  const { lab } = prepared;
  const right = runText(prepared, lab.solution).world;
  const firewallOf = (world: World) => rulesOf(world, lab.host);
  const seen = new Set([firewallOf(right)]);
  const mutants: Mutant[] = [];
  for (const { misconception, text } of texts.slice(0, mostTexts)) {
    if (outOfTime()) break;
    const world = load(prepared, text);
    if (!world || seen.has(firewallOf(world))) continue;
    seen.add(firewallOf(world));
    mutants.push({ misconception, text, world });
  }
  return { right, mutants, cut: Math.max(0, texts.length - mostTexts) };
};

/** The rules of a host as text. Tables without rules or policies are as good as absent. */
export const rulesOf = (world: World, host: string): string =>
  save(world.hosts[host]!.filter)
    .split(/(?<=COMMIT\n)/)
    .filter((table) => /^(-A|:\S+ (DROP|-))/m.test(table))
    .map((table) => table.replace(/\[\d+:\d+\]/g, ''))
    .sort()
    .join('');
