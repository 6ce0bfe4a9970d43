/** How both backends say that a line of a restored text was not carried out: `iptables-restore: line 2 failed`. */
export const lineFailed = (line: number, why?: string): string =>
  `iptables-restore: line ${line} failed${why === undefined ? '' : `: ${why}.`}`;
