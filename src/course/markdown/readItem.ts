/** The items of an exercise's list: packets, changes, hints, commands to run and questions. */
import type { ProbeSpec } from '../../network/scenario.ts';
import { suggest } from '../../text/suggest.ts';
import { splitWords } from '../../text/words.ts';
import type { Hint } from '../hints.ts';
import type { CommandToRun, Question } from '../kinds/find.ts';
import type { ChangeStep, ExpectedPacket } from '../lab.ts';
import type { Page } from './page.ts';
import { claimPhrases, expectation, hintPhrases, readPhrases } from './phrases.ts';
import { firstLine, sentence, splitAt } from './sentence.ts';
import type { Node } from './tree.ts';

/** One item as it was read. */
export type Item =
  | { readonly kind: 'packet'; readonly packet: ExpectedPacket; readonly hints: readonly PlacedHint[] }
  | { readonly kind: 'change'; readonly say: string; readonly steps: readonly ChangeStep[] }
  | { readonly kind: 'hint'; readonly hint: Hint }
  | { readonly kind: 'trace'; readonly packet: string }
  | { readonly kind: 'run'; readonly run: CommandToRun }
  | { readonly kind: 'question'; readonly question: Question }
  | { readonly kind: 'varies'; readonly values: readonly string[] };

/** A hint, and the item it was written as. */
export interface PlacedHint {
  readonly hint: Hint;
  readonly node: Node;
}

/** Each item as an author writes it. */
export const itemForms = {
  packet: '`- a name: `host tcp 192.0.2.80:80` connected`',
  change: '`- then `host# command`: what happens`',
  hint: '`- hint if timeout: what to try`',
  trace: '`- trace: a packet’s name`',
  run: '`- run `iptables -L``',
  question: '`- A question? `an answer`; not `a wrong one``',
  varies: '`- varies: `8080`, `192.168.1.40``',
} as const satisfies Readonly<Record<Item['kind'], string>>;

/** Reads one item; null if it is none, which is a defect then. */
export const readItem = (node: Node, allowed: readonly Item['kind'][], page: Page): Item | null => {
  const [first, ...rest] = node.children ?? [];
  if (first?.type !== 'paragraph') {
    page.found(node, `begin this item with words: ${forms(allowed)}`);
    return null;
  }
  const inline = first.children ?? [];
  const kind = kindOf(inline);
  if (kind === null || !allowed.includes(kind)) {
    page.found(
      node,
      kind === null
        ? `this item is none that has a meaning here: write ${forms(allowed)}`
        : `this has no ${names[kind]}; it has ${forms(allowed)}`,
    );
    return null;
  }
  const nested = nestedItems(rest, page);
  if (kind !== 'packet')
    refuse(
      rest.filter((block) => block.type === 'paragraph'),
      'this item is one paragraph: put these words above, without an empty line',
      page,
    );
  switch (kind) {
    case 'hint':
      refuse(nested, 'a hint has no items below it', page);
      return { kind, hint: readHint(inline, null, page) };
    case 'change':
      refuse(nested, 'what happens has no items below it', page);
      return readChange(inline, page);
    case 'trace': {
      refuse(nested, 'a packet to trace has no items below it', page);
      const packet = sentence(inline, page).replace(/^trace\s*:\s*/, '');
      if (packet === '') page.found(node, `name the packet: ${itemForms.trace}`);
      return { kind, packet };
    }
    case 'run': {
      const command = inline[1]!.value ?? '';
      onlyBetween(inline.slice(2), nothing, 'write the command alone: run `iptables -L`', page);
      return { kind, run: { command, hint: onlyHint(node, nested, page) } };
    }
    case 'question':
      return readQuestion(node, inline, nested, page);
    case 'varies':
      refuse(nested, 'nothing goes below what varies', page);
      onlyBetween(
        inline.slice(1),
        /^\s*(,|and)\s*$/,
        'name what varies in backquotes: varies: `8080`, `192.168.1.40`',
        page,
      );
      return { kind, values: inline.filter((n) => n.type === 'inlineCode').map((n) => n.value ?? '') };
    case 'packet':
      return readPacket(inline, rest, nested, page);
  }
};

/** What is not there, where an item of this kind is. */
const names: Readonly<Record<Item['kind'], string>> = {
  packet: 'packets',
  change: 'changes',
  hint: 'hints',
  run: 'questions or commands to run',
  question: 'questions or commands to run',
  trace: 'packets to trace',
  varies: 'numbers that vary',
};

const forms = (allowed: readonly Item['kind'][]): string =>
  allowed.map((kind) => itemForms[kind]).join(' or ');

const kindOf = (inline: readonly Node[]): Item['kind'] | null => {
  const [first, second] = inline;
  const text = first?.type === 'text' ? (first.value ?? '') : '';
  if (/^varies:\s*$/.test(text) && second?.type === 'inlineCode') return 'varies';
  if (/^hint\b(\s+if\b|\s*:)/.test(text)) return 'hint';
  if (/^trace\s*:/.test(text)) return 'trace';
  if (/^then\s+$/.test(text) && second?.type === 'inlineCode') return 'change';
  if (/^run\s+$/.test(text) && second?.type === 'inlineCode') return 'run';
  const before = inline.findIndex((n) => n.type === 'inlineCode');
  if (before > 0 && /\?\s*$/.test(inline[before - 1]!.value ?? '')) return 'question';
  if (inline.some((n, i) => n.type === 'inlineCode' && /:\s*$/.test(inline[i - 1]?.value ?? '')))
    return 'packet';
  return null;
};

const nestedItems = (blocks: readonly Node[], page: Page): readonly Node[] =>
  blocks.flatMap((block) => {
    if (block.type === 'list') return block.children ?? [];
    if (block.type !== 'paragraph') page.found(block, 'only sentences and items have a place in an item');
    return [];
  });

const refuse = (nested: readonly Node[], message: string, page: Page): void => {
  for (const node of nested.slice(0, 1)) page.found(node, message);
};

const nothing = /^\s*$/;

/** Words that would be lost: text between pieces of code that is more than what joins them. */
const onlyBetween = (nodes: readonly Node[], joins: RegExp, message: string, page: Page): void =>
  refuse(
    nodes.filter((n) => n.type !== 'inlineCode' && !joins.test(n.value ?? '')),
    message,
    page,
  );

/** The words of an item below another one, which is one paragraph and no more. */
const nestedWords = (node: Node, page: Page): readonly Node[] => {
  const [first, ...rest] = node.children ?? [];
  refuse(rest, 'nothing goes below this item: put these words into it, without an empty line', page);
  return first?.children ?? [];
};

/** `hint if refused and rules have `-o lan`: what to try`; about one packet if it is written below it. */
const readHint = (inline: readonly Node[], packet: string | null, page: Page): Hint => {
  const [head, say] = splitAt(inline, /:(?=\s|$)/) ?? [inline, []];
  const condition = splitAt(head, /^hint(\s+if\s+)?/)?.[1] ?? [];
  const when = readPhrases(condition, hintPhrases, page);
  const text = sentence(say, page);
  if (text === '') page.found(inline[0]!, 'say what to try after a colon: `hint if timeout: …`');
  return { when: { ...(packet !== null && { packet }), ...when }, say: text };
};

const isHint = (node: Node): boolean => /^hint\b/.test(node.children?.[0]?.children?.[0]?.value ?? '');

const onlyHint = (item: Node, nested: readonly Node[], page: Page): string => {
  const [first, ...more] = nested;
  if (!first || !isHint(first)) {
    page.found(first ?? item, 'write a hint below this item: `  - hint: what to try`');
    return '';
  }
  refuse(more, 'one hint is enough here', page);
  const { when, say } = readHint(nestedWords(first, page), null, page);
  if (Object.keys(when).length)
    page.found(first, 'this hint has no condition: it shows as long as this is missing');
  return say;
};

const readChange = (inline: readonly Node[], page: Page): Item => {
  const [head, say] = splitAt(inline, /:(?=\s|$)/) ?? [inline, []];
  onlyBetween(head.slice(1), /^\s*,?(\s*and)?\s*$/, 'put these words after the colon', page);
  const steps = head
    .filter((n) => n.type === 'inlineCode')
    .flatMap((node): readonly ChangeStep[] => {
      const text = node.value ?? '';
      const wait = /^wait (\d+)$/.exec(text);
      if (wait) return [{ kind: 'wait', seconds: Number(wait[1]) }];
      const command = /^([\w.-]+)# (.+)$/.exec(text);
      if (command) return [{ kind: 'command', host: command[1]!, command: command[2]! }];
      page.found(node, 'write `host# command`, or `wait 60` for seconds that pass');
      return [];
    });
  const text = sentence(say, page);
  if (text === '')
    page.found(
      inline[0]!,
      'say what happens after a colon: ``then `router# ip link set wan down`: The cable is pulled.``',
    );
  return { kind: 'change', say: text, steps };
};

const readQuestion = (item: Node, inline: readonly Node[], nested: readonly Node[], page: Page): Item => {
  const answers = inline.findIndex(
    (n, i) => n.type === 'inlineCode' && /\?\s*$/.test(inline[i - 1]?.value ?? ''),
  );
  const ask = sentence(inline.slice(0, answers), page);
  onlyBetween(
    inline.slice(answers),
    /^[\s,;]*(or|and)?[\s,;]*(not)?\s*$/,
    'after the question write its answers in backquotes, then `not` and wrong ones',
    page,
  );
  const [right, wrong] = splitAt(inline.slice(answers), /[;,]?\s*\bnot\b/) ?? [inline.slice(answers), []];
  const codes = (nodes: readonly Node[]) =>
    nodes.filter((n) => n.type === 'inlineCode').map((n) => n.value ?? '');
  return {
    kind: 'question',
    question: { ask, answers: codes(right), wrong: codes(wrong), hint: onlyHint(item, nested, page) },
  };
};

const readPacket = (
  inline: readonly Node[],
  blocks: readonly Node[],
  nested: readonly Node[],
  page: Page,
): Item => {
  const [head, because] = firstLine(inline);
  const at = head.findIndex((n, i) => n.type === 'inlineCode' && /:\s*$/.test(head[i - 1]?.value ?? ''));
  const name = sentence(head.slice(0, at), page).replace(/\s*:$/, '');
  const code = head[at];
  const probe = code ? readProbe(code, name, page) : { name, from: '' };
  if (!code) page.found(inline[0]!, `write the packet on one line: ${itemForms.packet}`);
  const end = readPhrases(head.slice(at + 1), expectation, page);
  if (end.outcome === undefined && code)
    page.found(code, `say how "${name}" ends: connected, replied, refused, unreachable or timeout`);
  const paragraphs = blocks
    .filter((b) => b.type === 'paragraph')
    .map((b) => sentence(b.children ?? [], page));
  const why = [sentence(because, page), ...paragraphs].filter((t) => t !== '').join(' ');
  if (why === '') page.found(code ?? inline[0]!, `say why "${name}" ends so, on the next line`);

  const claims = nested.filter((n) => /^true if\s/.test(n.children?.[0]?.children?.[0]?.value ?? ''));
  refuse(claims.slice(1), 'one "true if" is enough: put a comma between its conditions', page);
  const hints = nested.filter(isHint);
  for (const other of nested)
    if (!hints.includes(other) && !claims.includes(other))
      page.found(
        other,
        'below a packet write `- hint if …: …` or ``- true if decided by `filter INPUT 2` ``',
      );
  const claim = claims[0] && splitAt(nestedWords(claims[0], page), /^true if\s+/)![1];
  const { outcome = 'timeout', seenFrom, reaches, stoppedBy } = end;
  return {
    kind: 'packet',
    packet: {
      probe,
      outcome,
      ...(reaches !== undefined && { reaches }),
      ...(seenFrom !== undefined && { seenFrom }),
      ...(stoppedBy !== undefined && { stoppedBy }),
      because: why,
      ...(claim && { claim: readPhrases(claim, claimPhrases, page) }),
    },
    hints: hints.map((node) => ({ node, hint: readHint(nestedWords(node, page), name, page) })),
  };
};

const numbers = ['sport', 'ttl', 'tos', 'uid', 'gid', 'payload', 'wait'];
/** What may follow a packet's address, as in `sport=5000`. */
export const packetOptions: readonly string[] = [...numbers, 'source', 'flags', 'says'];

/** `phone tcp 203.0.113.80:80 sport=5000`. */
const readProbe = (code: Node, name: string, page: Page): ProbeSpec & { readonly name: string } => {
  const { words } = splitWords(code.value ?? '');
  const [from, protocol, to, ...more] = words.map((w) => w.text);
  const probe: Record<string, unknown> = { name, from: from ?? '' };
  if (from === undefined || to === undefined || !/^(tcp|udp|ping)$/.test(protocol ?? ''))
    page.found(code, 'write who sends what where: `phone tcp 203.0.113.80:80`, `phone ping 203.0.113.80`');
  else probe[protocol!] = to;
  for (const option of more) {
    const [, key = option, value] = /^(\w+)=(.*)$/s.exec(option) ?? [];
    if (value === undefined || !packetOptions.includes(key)) {
      const near = suggest(key, packetOptions);
      page.found(
        code,
        `there is no ${key} in a packet${near ? `; did you mean ${near}=…?` : `: write ${packetOptions.join('=…, ')}=…`}`,
      );
    } else if (key === 'says') probe.says = [...((probe.says as string[]) ?? []), value];
    else probe[key] = numbers.includes(key) && /^\d+$/.test(value) ? Number(value) : value;
  }
  return probe as unknown as ProbeSpec & { readonly name: string };
};
