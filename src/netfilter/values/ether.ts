import type { Value } from '../extension.ts';
import { parsed, refused } from '../problem.ts';

/** An Ethernet address. Reference: libxtables/xtoptions.c, xtopt_parse_ethermac. */
export const ether: Value<string> = {
  form: 'XX:XX:XX:XX:XX:XX',
  parse: (text) =>
    /^([0-9a-f]{1,2}:){5}[0-9a-f]{1,2}$/i.test(text)
      ? parsed(text.toLowerCase().split(':').map((b) => b.padStart(2, '0')).join(':'))
      : refused('Invalid MAC address specified.', 'An Ethernet address is six bytes in hexadecimal with colons between: 02:00:00:00:01:01.'),
};
