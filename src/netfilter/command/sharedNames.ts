import { findMatch, findTarget } from '../registry.ts';
import type { PacketFilter, Use } from '../types.ts';
import type { RuleSpec } from './command.ts';

/** What a rule shares with others by a name: the keys, and its match or target that names them. */
export const sharedBy = ({
  matches,
  target,
}: Pick<RuleSpec, 'matches' | 'target'>): readonly (readonly [key: string, use: Use])[] => {
  const of = (use: Use, keys: readonly string[] | undefined) => keys?.map((key) => [key, use] as const) ?? [];
  const targets =
    target.kind === 'extension' ? of(target.use, findTarget(target.use.name)!.shares?.(target.use.data)) : [];
  return matches.length === 0
    ? targets
    : [...matches.flatMap((use) => of(use, findMatch(use.name)!.shares?.(use.data))), ...targets];
};

/**
 * Which rules of a host hold what is shared by a name: those that are loaded, and those that are added.
 * Nothing is looked at before it is asked.
 */
export class Holders {
  readonly #filter: PacketFilter;
  #known: Map<string, Use[]> | null = null;

  constructor(filter: PacketFilter) {
    this.#filter = filter;
  }

  /** The matches and targets that hold this key. */
  of(key: string): readonly Use[] {
    return this.#all.get(key) ?? [];
  }

  /** From here on this rule is loaded, too. */
  add(rule: Pick<RuleSpec, 'matches' | 'target'>): void {
    for (const [key, use] of sharedBy(rule)) put(this.#all, key, use);
  }

  get #all(): Map<string, Use[]> {
    if (this.#known) return this.#known;
    const known = new Map<string, Use[]>();
    for (const table of Object.values(this.#filter.tables))
      for (const chain of Object.values(table.chains))
        for (const rule of chain.rules) for (const [key, use] of sharedBy(rule)) put(known, key, use);
    this.#known = known;
    return known;
  }
}

const put = (known: Map<string, Use[]>, key: string, use: Use): void => {
  const held = known.get(key);
  if (held) held.push(use);
  else known.set(key, [use]);
};
