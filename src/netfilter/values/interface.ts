/** Reads an interface name as `-i` takes it. Reference: libxtables/xtables.c, xtables_parse_interface. */

import { byteLength } from '../../text/bytes.ts';
import { type Parsed, parsed, refused } from '../../text/problem.ts';

export const parseInterface = (text: string): Parsed<string> =>
  byteLength(text) > 15
    ? refused(
        `interface name \`${text}' must be shorter than IFNAMSIZ (15)`,
        'The name of an interface has at most 15 characters.',
      )
    : parsed(
        text,
        /[/\s]/.test(text)
          ? `Warning: weird character in interface \`${text}' ('/' and ' ' are not allowed by the kernel).\n`
          : undefined,
      );
