/** A dump as lines, each with what it can decide about a packet. */

/** A line of a dump. */
export interface PrintedLine {
  readonly text: string;
  /**
   * What a packet can meet there, as claims name it: `nat POSTROUTING 1`, `filter INPUT policy`. Null for other lines,
   * the line of a user-defined chain among them.
   */
  readonly meets: string | null;
}

/** The lines of a dump, but for comments and empty ones. */
export const printedRules = (dump: string): readonly PrintedLine[] => {
  let table = '';
  const rules = new Map<string, number>();
  return dump
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '' && !line.startsWith('#'))
    .map((text) => {
      if (text.startsWith('*')) table = text.slice(1);
      const [, chain] = /^(?:\[\d+:\d+\] )?-A (\S+)/.exec(text) ?? [];
      const [, builtIn] = /^:(\S+) (?!-)/.exec(text) ?? [];
      if (chain === undefined)
        return { text, meets: builtIn === undefined ? null : `${table} ${builtIn} policy` };
      const key = `${table} ${chain}`;
      rules.set(key, (rules.get(key) ?? 0) + 1);
      return { text, meets: `${key} ${rules.get(key)}` };
    });
};

/** `rule 2 of INPUT in filter`, `the policy of INPUT in filter`. */
export const sayMet = (met: string): string => {
  const [table, chain, which] = met.split(' ');
  return `${which === 'policy' ? 'the policy' : `rule ${which}`} of ${chain} in ${table}`;
};
