/**
 * A line at a prompt as it is edited, the way bash's readline does it: a function from one state to the next.
 */

/** Offsets are UTF-16 units of `text`. */
export interface Line {
  readonly text: string;
  readonly at: number;
  /**
   * Which entry of the history is shown, counted from the oldest; null for the line that is being written.
   */
  readonly past: number | null;
  /** What was being written before the history was looked through. */
  readonly draft: string;
  /** What Ctrl+K, U or W took last; Ctrl+Y gives it back. */
  readonly killed: string;
  /** Ctrl+R: what is looked for, where it was found, and the line from before. */
  readonly search: { readonly query: string; readonly found: number | null; readonly before: string } | null;
}

/** What is pressed, by what it is for. */
export type Key =
  | { readonly kind: 'insert'; readonly text: string }
  | { readonly kind: 'left' | 'right' | 'word-left' | 'word-right' | 'home' | 'end' | 'backspace' | 'delete' }
  | { readonly kind: 'kill-end' | 'kill-start' | 'kill-word' | 'kill-blank' | 'kill-word-right' | 'yank' }
  | { readonly kind: 'up' | 'down' | 'oldest' | 'newest' | 'search' | 'cancel' }
  | { readonly kind: 'enter' | 'complete' | 'interrupt' | 'clear' | 'end-of-input' };

/** What completion offers in place of the text from `from` to the cursor. */
export interface Offer {
  readonly from: number;
  readonly choices: readonly string[];
}

/** What the editor asks others. */
export interface Around {
  /** The oldest first. */
  readonly history: readonly string[];
  complete(text: string, at: number): Offer | null;
}

/** The line after a key, and what else the key asks for. */
export interface Edited {
  readonly line: Line;
  readonly asks:
    | null
    | { readonly kind: 'enter'; readonly text: string }
    | { readonly kind: 'offer'; readonly choices: readonly string[] }
    | { readonly kind: 'interrupt' | 'clear' | 'end-of-input' };
}

/** Nothing is written yet. */
export const emptyLine: Line = { text: '', at: 0, past: null, draft: '', killed: '', search: null };

const segments = new Intl.Segmenter('en', { granularity: 'grapheme' });
/** Where the character in front of the cursor begins, as a reader counts characters. */
const before = (text: string, at: number): number => {
  const from = Math.max(0, at - 64);
  return from + ([...segments.segment(text.slice(from, at))].at(-1)?.index ?? 0);
};
const behind = (text: string, at: number): number =>
  at + ([...segments.segment(text.slice(at, at + 64))][0]?.segment.length ?? 0);

const inWord = /[\p{L}\p{N}\p{M}_]/u;
/** Words of letters and digits, as Alt+B, F and D see them. */
const wordLeft = (text: string, at: number): number => {
  let to = at;
  while (to > 0 && !inWord.test(text[to - 1]!)) to--;
  while (to > 0 && inWord.test(text[to - 1]!)) to--;
  return to;
};
const wordRight = (text: string, at: number): number => {
  let to = at;
  while (to < text.length && !inWord.test(text[to]!)) to++;
  while (to < text.length && inWord.test(text[to]!)) to++;
  return to;
};
/** Words between blanks, as Ctrl+W sees them. */
const blankLeft = (text: string, at: number): number => {
  let to = at;
  while (to > 0 && /\s/.test(text[to - 1]!)) to--;
  while (to > 0 && !/\s/.test(text[to - 1]!)) to--;
  return to;
};

const quiet = (line: Line): Edited => ({ line, asks: null });
const cut = (line: Line, from: number, to: number): Line => ({
  ...line,
  text: line.text.slice(0, from) + line.text.slice(to),
  at: from,
});
const kill = (line: Line, from: number, to: number): Edited =>
  quiet(from === to ? line : { ...cut(line, from, to), killed: line.text.slice(from, to) });
const insert = (line: Line, text: string): Line => ({
  ...line,
  text: line.text.slice(0, line.at) + text + line.text.slice(line.at),
  at: line.at + text.length,
});
const moveTo = (line: Line, at: number): Edited => quiet({ ...line, at });

/** Shows an entry of the history; one past the newest is the draft again. */
const look = (line: Line, past: number, history: readonly string[]): Edited => {
  const draft = line.past === null ? line.text : line.draft;
  const text = past >= history.length ? draft : history[past]!;
  return quiet({ ...line, text, at: text.length, past: past >= history.length ? null : past, draft });
};

const searching = (line: Line, query: string, from: number, history: readonly string[]): Line => {
  const { search } = line;
  let found = Math.min(from, history.length - 1);
  while (found >= 0 && !history[found]!.includes(query)) found--;
  if (query === '' || found < 0)
    return { ...line, search: { query, found: search!.found, before: search!.before } };
  const text = history[found]!;
  return { ...line, text, at: text.indexOf(query), search: { query, found, before: search!.before } };
};

const inSearch = (line: Line, key: Key, around: Around): Edited | null => {
  const search = line.search!;
  const { history } = around;
  switch (key.kind) {
    case 'insert':
      return quiet(
        [...key.text].reduce(
          (l, c) => searching(l, l.search!.query + c, l.search!.found ?? history.length - 1, history),
          line,
        ),
      );
    case 'backspace':
      return quiet(
        searching(
          line,
          search.query.slice(0, before(search.query, search.query.length)),
          history.length - 1,
          history,
        ),
      );
    case 'search':
      return quiet(searching(line, search.query, (search.found ?? history.length) - 1, history));
    case 'cancel':
      return quiet({ ...line, text: search.before, at: search.before.length, search: null });
    default:
      return null;
  }
};

const completed = (line: Line, { from, choices }: Offer): Edited => {
  const written = line.text.slice(from, line.at);
  if (choices.length === 1) {
    const [choice] = choices;
    const space = /[/=:,]$/.test(choice!) || /^\s/.test(line.text.slice(line.at)) ? '' : ' ';
    return quiet(insert(cut(line, from, line.at), choice! + space));
  }
  let common = choices[0] ?? '';
  for (const choice of choices) while (!choice.startsWith(common)) common = common.slice(0, -1);
  if (common.length > written.length) return quiet(insert(cut(line, from, line.at), common));
  return choices.length === 0 ? quiet(line) : { line, asks: { kind: 'offer', choices } };
};

/** The line after a key. */
export const edit = (line: Line, key: Key, around: Around): Edited => {
  if (line.search) {
    const searched = inSearch(line, key, around);
    if (searched) return searched;
    // Any other key takes what was found, and then does what it always does.
    return edit({ ...line, past: line.search.found, draft: line.search.before, search: null }, key, around);
  }
  const { text, at } = line;
  switch (key.kind) {
    case 'insert':
      return quiet(insert(line, key.text));
    case 'left':
      return moveTo(line, at === 0 ? 0 : before(text, at));
    case 'right':
      return moveTo(line, behind(text, at));
    case 'word-left':
      return moveTo(line, wordLeft(text, at));
    case 'word-right':
      return moveTo(line, wordRight(text, at));
    case 'home':
      return moveTo(line, 0);
    case 'end':
      return moveTo(line, text.length);
    case 'backspace':
      return quiet(at === 0 ? line : cut(line, before(text, at), at));
    case 'delete':
      return quiet(cut(line, at, behind(text, at)));
    case 'kill-end':
      return kill(line, at, text.length);
    case 'kill-start':
      return kill(line, 0, at);
    case 'kill-blank':
      return kill(line, blankLeft(text, at), at);
    case 'kill-word':
      return kill(line, wordLeft(text, at), at);
    case 'kill-word-right': {
      const { line: killed } = kill(line, at, wordRight(text, at));
      return quiet({ ...killed, at });
    }
    case 'yank':
      return quiet(insert(line, line.killed));
    case 'up': {
      const past = (line.past ?? around.history.length) - 1;
      return past < 0 ? quiet(line) : look(line, past, around.history);
    }
    case 'down':
      return line.past === null ? quiet(line) : look(line, line.past + 1, around.history);
    case 'oldest':
      return around.history.length === 0 ? quiet(line) : look(line, 0, around.history);
    case 'newest':
      return line.past === null ? quiet(line) : look(line, around.history.length, around.history);
    case 'search':
      return quiet({ ...line, search: { query: '', found: null, before: text } });
    case 'cancel':
      return quiet(line);
    case 'enter':
      return { line: { ...emptyLine, killed: line.killed }, asks: { kind: 'enter', text } };
    case 'complete': {
      const offer = around.complete(text, at);
      return offer ? completed(line, offer) : quiet(line);
    }
    case 'interrupt':
      return { line: { ...emptyLine, killed: line.killed }, asks: { kind: 'interrupt' } };
    case 'clear':
      return { line, asks: { kind: 'clear' } };
    case 'end-of-input':
      return text === '' ? { line, asks: { kind: 'end-of-input' } } : edit(line, { kind: 'delete' }, around);
  }
};
