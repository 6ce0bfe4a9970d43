const n = String.raw`\d+[KMGTP]?`;

/**
 * The lines of a listing without the numbers of its rules and without counters: a rule that only has another number, or that only
 * met more packets, is not new. Lines of another kind stay as they are.
 */
export const withoutCounts = (lines: readonly string[]): readonly string[] => {
  const isNumbered = lines.some((line) => /^num +/.test(line));
  const isCounted = lines.some((line) => /^(?:num)? +pkts +bytes /.test(line));
  return lines.map((line) =>
    (isNumbered ? line.replace(/^\d+ +/, '') : line)
      .replace(isCounted ? new RegExp(`^ *${n} +${n} `) : '', '')
      .replace(new RegExp(`^(Chain \\S+ \\(policy \\S+) ${n} packets, ${n} bytes\\)`), '$1)')
      .replace(/^\[\d+:\d+\] (?=-A )|(?<=^:.*)\[\d+:\d+\]$/, '')
      .replace(/^(-[AP] .*) -c \d+ \d+(?= -j |$)/, '$1'),
  );
};
