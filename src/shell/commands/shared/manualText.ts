/** How pages of `man` are set. */

/** A text in lines of at most 78 letters, indented. */
export const wrapped = (text: string, indent = 7): string => {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ')) {
    if (line !== '' && indent + line.length + 1 + word.length > 78) {
      lines.push(line);
      line = word;
    } else line = line === '' ? word : `${line} ${word}`;
  }
  return [...lines, line].map((l) => `${' '.repeat(indent)}${l}\n`).join('');
};

/** An option with what it does below it. */
export const describedOption = (option: string, help: string): string =>
  `       ${option}\n${wrapped(help, 14)}`;

/** Parts of a page, each with its heading. */
export const sections = (parts: readonly (readonly [heading: string, body: string])[]): string =>
  parts.map(([heading, body]) => `${heading}\n${body}`).join('\n');
