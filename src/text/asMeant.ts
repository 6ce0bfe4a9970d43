/**
 * A text that came from a web page or a word processor, as it was meant: curly quotes, long dashes, spaces that do not break
 * and the line ends of Windows become what a shell reads, and the prompt `$ ` before a command is left out. What is in straight quotes or in a comment stays as it is.
 */
export interface Meant {
  readonly text: string;
  /** What was read in another way, in words; empty where the text is as it was. */
  readonly read: readonly string[];
  /** The place in the text as it was written, for a place in `text`. */
  readonly at: (place: number) => number;
}

const prompt = /^[ \t]*\$ +(?=\S)/;
const odd = /^[ \t]*\$ |[\r\u00a0\u2002-\u200b\u2010-\u201e\u202f\u2212\ufeff]/m;
const space = /[\u00a0\u2002-\u200a\u202f]/;
const opens: Readonly<Record<string, readonly [straight: string, closes: string]>> = {
  '“': ['"', '“”'],
  '”': ['"', '“”'],
  '„': ['"', '“”'],
  '‘': ["'", '‘’'],
  '’': ["'", '‘’'],
  '‚': ["'", '‘’'],
};

const said = {
  quotes: 'curly quotes as straight ones',
  dashes: 'long dashes as - or --',
  spaces: 'spaces that do not break as plain ones',
  prompts: 'the prompt $ as no part of a command',
  ends: 'the line ends of Windows as plain ones',
} as const;

/** Reads a text of commands, or of rules as iptables-save prints them. */
export const asMeant = (written: string): Meant => {
  if (!odd.test(written)) return { text: written, read: [], at: (place) => place };
  const read = new Set<string>();
  const places: number[] = [];
  let text = '';
  let i = 0;
  const put = (by: string, length: number, why?: keyof typeof said) => {
    for (let n = 0; n < by.length; n++) places.push(i + Math.min(n, length - 1));
    text += by;
    i += length;
    if (why) read.add(said[why]);
  };
  /** What ends the quotes that the place is in; null outside. Straight ones keep what is in them. */
  let closes: { readonly by: string; readonly straight: string | null } | null = null;
  while (i < written.length) {
    const c = written[i]!;
    const starts = text === '' || /[\s=]/.test(text.at(-1)!);
    const dashes = /^[-\u2010-\u2015\u2212]+(?=(\w*))/.exec(written.slice(i, i + 64));
    const quotes = opens[c];
    const prompted = text === '' || text.endsWith('\n') ? prompt.exec(written.slice(i, i + 64)) : null;
    if (c === '\r') put(written[i + 1] === '\n' ? '' : '\n', 1, 'ends');
    else if (prompted) put('', prompted[0].length, 'prompts');
    else if (c === '\n') {
      closes = null;
      put(c, 1);
    } else if (closes) {
      if (c === '\\' && closes.by === '"') put(written.slice(i, i + 2), Math.min(2, written.length - i));
      else if (closes.by.includes(c)) {
        put(closes.straight ?? c, 1);
        closes = null;
      } else put(c, 1);
    } else if (c === '#' && starts) {
      const end = /[\r\n]|$/.exec(written.slice(i))!.index;
      put(written.slice(i, i + end), end);
    } else if (c === '"' || c === "'") {
      closes = { by: c, straight: null };
      put(c, 1);
    } else if (quotes && starts) {
      closes = { by: quotes[1], straight: quotes[0] };
      put(quotes[0], 1, 'quotes');
    } else if (c === '\u200b' || c === '\ufeff') put('', 1, 'spaces');
    else if (space.test(c)) put(' ', 1, 'spaces');
    else if (starts && dashes && /[–—]/.test(dashes[0]))
      put(dashes[1]!.length > 1 && !/^\d/.test(dashes[1]!) ? '--' : '-', dashes[0].length, 'dashes');
    else if (/[‐‑]/.test(c) || (starts && c === '−')) put('-', 1, 'dashes');
    else put(c, 1);
  }
  places.push(written.length);
  return { text, read: [...read], at: (place) => places[place] ?? written.length };
};
