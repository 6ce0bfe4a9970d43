/**
 * A cell of a CSV file. One that a spreadsheet would take for a formula gets an apostrophe in front: a cell may come from
 * anyone, and a formula may send what is in the table away.
 */
const cell = (value: string): string => {
  const text = /^[=+\-@\t\r]/.test(value) ? `'${value}` : value;
  return /[",\r\n';]|^\s|\s$/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
};

/** A row of a CSV file (RFC 4180), with its end. */
export const csvRow = (values: readonly string[]): string => `${values.map(cell).join(',')}\r\n`;
