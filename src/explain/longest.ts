/** The longest text the page reads, in UTF-16 units: about 20 000 rules. */
export const longest = 2_000_000;
