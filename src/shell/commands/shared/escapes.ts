const letters: Readonly<Record<string, string>> = {
  a: '\x07',
  b: '\b',
  e: '\x1b',
  E: '\x1b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
  v: '\v',
  '\\': '\\',
  '"': '"',
  "'": "'",
};

/** Puts letters in the place of `\n` and its like. `\c` ends the text, where `echo -e` or `%b` reads it. */
export const escapes = (
  text: string,
  where: 'echo' | 'format',
): { readonly text: string; readonly stopped: boolean } => {
  let stopped = false;
  let end = text.length;
  const done = text.replace(
    /\\(x[0-9a-fA-F]{1,2}|u[0-9a-fA-F]{1,4}|0[0-7]{0,3}|[1-7][0-7]{0,2}|.)/gs,
    (whole, e: string, at: number) => {
      if (at >= end) return '';
      if (e === 'c' && where === 'echo') {
        stopped = true;
        end = at;
        return '\0';
      }
      if (e[0] === 'x' && e.length > 1) return String.fromCharCode(Number.parseInt(e.slice(1), 16));
      if (e[0] === 'u' && e.length > 1) return String.fromCodePoint(Number.parseInt(e.slice(1), 16));
      if (e[0] === '0' && where === 'echo') return String.fromCharCode(Number.parseInt(e, 8) & 255);
      if (/^[0-7]/.test(e))
        return where === 'echo'
          ? whole
          : String.fromCharCode(Number.parseInt(e.slice(0, 3), 8) & 255) + e.slice(3);
      if ((e === '"' || e === "'") && where === 'echo') return whole;
      return Object.hasOwn(letters, e) ? letters[e]! : whole;
    },
  );
  return stopped ? { text: done.slice(0, done.indexOf('\0')), stopped } : { text: done, stopped };
};
