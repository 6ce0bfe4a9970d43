import { findMatch, findTarget } from '../registry.ts';
import type { PacketFilter, Use } from '../types.ts';
import type { RuleSpec } from './command.ts';

type Extensions = Pick<RuleSpec, 'matches' | 'target'>;

/**
 * What a rule shares with other rules under a name (the list of `recent`, the table of `hashlimit`): each key, and
 * the match or target of the rule that has the name.
 */
export const namesSharedBy = ({
  matches,
  target,
}: Extensions): readonly (readonly [key: string, use: Use])[] => {
  const withUse = (use: Use, keys: readonly string[] | undefined) =>
    keys?.map((key) => [key, use] as const) ?? [];
  const ofTarget =
    target.kind === 'extension'
      ? withUse(target.use, findTarget(target.use.name)!.shares?.(target.use.data))
      : [];
  // Most rules have no match, and this runs for every rule of a restore.
  if (matches.length === 0) return ofTarget;
  return [...matches.flatMap((use) => withUse(use, findMatch(use.name)!.shares?.(use.data))), ...ofTarget];
};

/**
 * Which matches and targets of a host's rules use each shared name, for checks that compare a new rule with loaded
 * ones. Rules are searched at the first question, not before: most commands never ask.
 */
export class SharedNames {
  readonly #filter: PacketFilter;
  #users: Map<string, Use[]> | null = null;

  constructor(filter: PacketFilter) {
    this.#filter = filter;
  }

  /** The matches and targets that use this key. */
  usersOf(key: string): readonly Use[] {
    return this.#loaded.get(key) ?? [];
  }

  /** Counts this rule as loaded from now on. */
  add(rule: Extensions): void {
    for (const [key, use] of namesSharedBy(rule)) addUser(this.#loaded, key, use);
  }

  get #loaded(): Map<string, Use[]> {
    if (this.#users) return this.#users;
    const users = new Map<string, Use[]>();
    for (const table of Object.values(this.#filter.tables))
      for (const chain of Object.values(table.chains))
        for (const rule of chain.rules)
          for (const [key, use] of namesSharedBy(rule)) addUser(users, key, use);
    this.#users = users;
    return users;
  }
}

const addUser = (users: Map<string, Use[]>, key: string, use: Use): void => {
  const known = users.get(key);
  if (known) known.push(use);
  else users.set(key, [use]);
};
