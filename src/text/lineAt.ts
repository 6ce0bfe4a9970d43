/** The line of a place in a text, from 1; `end` after its last line break, where no line is: what is wrong there is that something is missing. */
export const lineAt = (text: string, place: number): number | 'end' =>
  place === text.length && text.endsWith('\n') ? 'end' : text.slice(0, place).split('\n').length;
