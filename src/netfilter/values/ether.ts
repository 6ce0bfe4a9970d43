import { parsed, refused } from '../../text/problem.ts';
import type { Value } from '../extension.ts';

/** A byte as strtoul(3) reads up to two characters; null where something is left over. An empty text is 0. */
const byteOf = (text: string): number | null => {
  const read = /^(?:[ \t-\r+]?([0-9a-f]+)|-([0-9a-f]))$/i.exec(text);
  if (text === '') return 0;
  return read && text.length <= 2
    ? read[1]
      ? Number.parseInt(read[1], 16)
      : -Number.parseInt(read[2]!, 16) & 0xff
    : null;
};

/** An Ethernet address. Reference: libxtables/xtoptions.c, xtopt_parse_ethermac. */
export const ether: Value<string> = {
  form: 'XX:XX:XX:XX:XX:XX',
  parse(text) {
    const bytes = text.split(':').map(byteOf);
    return bytes.length === 6 && !bytes.includes(null)
      ? parsed(bytes.map((b) => b!.toString(16).padStart(2, '0')).join(':'))
      : refused(
          'Invalid MAC address specified.',
          'An Ethernet address is six hexadecimal bytes separated by colons, such as 02:00:00:00:01:01.',
        );
  },
};
