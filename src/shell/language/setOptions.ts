/** Options of `set -o`, and the letter of each; pipefail has none. */
export const longOptions: ReadonlyMap<string, string> = new Map([
  ['allexport', 'a'],
  ['errexit', 'e'],
  ['noglob', 'f'],
  ['nounset', 'u'],
  ['pipefail', 'pipefail'],
  ['xtrace', 'x'],
]);
