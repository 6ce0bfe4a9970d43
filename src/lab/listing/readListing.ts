/** A printed listing as a text of rules: where its letters are in the page, and of which table its rules are. */

/**
 * What the simulator is asked about a place in a listing, by how much the places of its answer are further on than those in the
 * listing, and the line where the answer is about all of it.
 */
export interface Question {
  readonly with: { readonly text: string; readonly at: number; readonly language: 'commands' | 'save' };
  readonly before: number;
  readonly line: { readonly from: number; readonly to: number } | null;
}

export interface Listing {
  readonly of: HTMLElement;
  readonly text: string;
  readonly nodes: readonly { readonly node: Text; readonly at: number }[];
  /** Null where it is not known of which table a rule is, or there is no rule. */
  ask(at: number): Question | null;
}

const rule = /^(?:\[\d+:\d+\] )?-[AIP] /;

/** Where the rules of a text begin. */
export const rulesOf = (text: string): readonly number[] => {
  let at = 0;
  return text.split('\n').flatMap((line) => {
    const begins = at;
    at += line.length + 1;
    return rule.test(line) ? [begins] : [];
  });
};

/** The table of which a command lists the rules as one would type them; null where it does something else. */
export const listedTable = (command: string): string | null => {
  const listed =
    /(?:^|[;|&] *)iptables(?:-legacy|-nft)?((?: -[a-z]+(?: \w+)?)*) (?:-S|--list-rules)\b(?!.*[|])/.exec(
      command,
    );
  return listed && (/ -t (\w+)/.exec(listed[1]!)?.[1] ?? / -S.* -t (\w+)/.exec(command)?.[1] ?? 'filter');
};

/** What to ask about a place in a text that a command printed: of a rule's chain the whole rule, else the part of it that is there. */
export const questionAt = (text: string, at: number, command: string): Question | null => {
  const start = text.lastIndexOf('\n', at - 1) + 1;
  const line = text.slice(start).split('\n', 1)[0]!;
  const end = start + line.length;
  if (/^(?:sudo )?iptables /.test(line))
    return { with: { text, at, language: 'commands' }, before: 0, line: null };
  if (!rule.test(line)) return null;
  const table = [...text.slice(0, start).matchAll(/^\*(\w+)$/gm)].at(-1)?.[1] ?? listedTable(command);
  if (table === null) return null;
  const [chain] = /^(?:\[\d+:\d+\] )?-\S+ \S+/.exec(line) ?? [''];
  if (at <= start + chain.length) {
    const whole = `iptables -t ${table} ${line.replace(/^\[\d+:\d+\] /, '')}`;
    return { with: { text: whole, at: 0, language: 'commands' }, before: 0, line: { from: start, to: end } };
  }
  const before = `*${table}\n`;
  const of = before + line;
  return {
    with: { text: of, at: before.length + at - start, language: 'save' },
    before: before.length - start,
    line: null,
  };
};

/** Reads it from the page. */
export const readListing = (of: HTMLElement): Listing => {
  const nodes: { node: Text; at: number }[] = [];
  let text = '';
  // Each line of a code block is an element.
  const lines = [...of.querySelectorAll('.ec-line')];
  for (const line of lines.length > 0 ? lines : [of]) {
    const letters = document.createTreeWalker(line, NodeFilter.SHOW_TEXT);
    for (let node = letters.nextNode() as Text | null; node; node = letters.nextNode() as Text | null) {
      nodes.push({ node, at: text.length });
      text += node.data;
    }
    if (line !== of && !text.endsWith('\n')) text += '\n';
  }
  const command =
    of.closest('details, figure')?.querySelector('summary code, figcaption code')?.textContent ?? '';
  return { of, text, nodes, ask: (at) => questionAt(text, at, command) };
};
