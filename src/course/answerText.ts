/** A kept answer as a text to read: rules as they are, anything else line by line. */

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const parsed = (answer: string): unknown => {
  try {
    return JSON.parse(answer);
  } catch {
    return null;
  }
};

const lines = (value: unknown): readonly string[] => {
  if (Array.isArray(value)) return value.flatMap(lines);
  if (!isRecord(value)) return value === '' ? ['(nothing)'] : [String(value)];
  // A line at a terminal.
  if (typeof value['line'] === 'string') return [value['line']];
  // A prediction, perhaps of another packet than the lesson's.
  if (typeof value['packet'] === 'string') {
    const { packet, outcome, instead } = value;
    const other = isRecord(instead) ? `, then ${Object.values(instead).join(' → ')}` : '';
    return [`${packet}${other}: ${outcome}`];
  }
  return Object.entries(value).flatMap(([key, part]) =>
    key === 'kind' || key === 'ran'
      ? []
      : isRecord(part) || Array.isArray(part)
        ? lines(part)
        : [`${key}: ${part}`],
  );
};

/** Reads an answer as `keptText` writes it. */
export const answerText = (answer: string): string => {
  const read = /^\s*\{/.test(answer) ? parsed(answer) : null;
  return isRecord(read) ? lines(read).join('\n') : answer;
};
