import { clearScreen, safe } from '../../shell/safe.ts';

/** What commands printed, as a terminal may be sent it: nothing in it moves the cursor but ends of lines. */
export const printable = (pieces: string): string =>
  pieces
    .split(clearScreen)
    .map((part) => safe(part).replace(/\n/g, '\r\n'))
    .join(clearScreen);

/** Choices in columns, as bash shows them. */
export const columnsOf = (choices: readonly string[], width: number): string => {
  const cell = Math.max(...choices.map((c) => c.length)) + 2;
  const across = Math.max(1, Math.floor(width / cell));
  const down = Math.ceil(choices.length / across);
  return Array.from({ length: down }, (_, row) =>
    choices
      .filter((_c, i) => i % down === row)
      .map((c) => c.padEnd(cell))
      .join('')
      .trimEnd(),
  ).join('\n');
};
