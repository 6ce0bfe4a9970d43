/** A text with commands as its last lines. */
export const addLines = (text: string, commands: string): string =>
  `${text}${text === '' || text.endsWith('\n') ? '' : '\n'}${commands}\n`;

/** The text without the last of them; as it is where they are not there any more. */
export const withoutLines = (text: string, commands: string): string => {
  const lines = text.split('\n');
  const taken = commands.split('\n');
  for (let at = lines.length - taken.length; at >= 0; at--)
    if (taken.every((line, i) => lines[at + i] === line))
      return [...lines.slice(0, at), ...lines.slice(at + taken.length)].join('\n');
  return text;
};
