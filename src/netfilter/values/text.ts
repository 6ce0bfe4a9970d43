import { byteLength, firstBytes } from '../../text/bytes.ts';
import { parsed, refused } from '../../text/problem.ts';
import type { Value } from '../extension.ts';

/**
 * A text of `min` to `max` bytes, of which the first `keep` are kept. Reference:
 * libxtables/xtoptions.c, xtopt_parse_string.
 */
export const text = ({
  min = 0,
  max = Number.POSITIVE_INFINITY,
  keep = Number.POSITIVE_INFINITY,
  form = 'text',
}: {
  readonly min?: number;
  readonly max?: number;
  readonly keep?: number;
  readonly form?: string;
}): Value<string> => ({
  form,
  parse(given) {
    if (byteLength(given) < min)
      return refused(
        `Argument must have a minimum length of ${min} characters\n`,
        'The text is empty. Write some, or remove the option.',
      );
    if (byteLength(given) > max)
      return refused(
        `Argument must have a maximum length of ${max} characters\n`,
        `Shorten the text to ${max} characters.`,
      );
    return parsed(firstBytes(given, keep));
  },
});
