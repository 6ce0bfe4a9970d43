import { byteLength, firstBytes } from '../../text/bytes.ts';
import { parsed, refused } from '../../text/problem.ts';
import type { Value } from '../extension.ts';

/**
 * Text of at least `min` characters, cut after `keep`; more than `max` is refused. Reference:
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
        'Write some text here, or leave the option out.',
      );
    if (byteLength(given) > max)
      return refused(
        `Argument must have a maximum length of ${max} characters\n`,
        `Write at most ${max} characters.`,
      );
    return parsed(firstBytes(given, keep));
  },
});
