/** The longest text a lab runs, in UTF-16 units. A longer one is kept, and not run. */
export const longestLabText = 200_000;
