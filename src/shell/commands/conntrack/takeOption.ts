import type { Problem } from '../../../text/problem.ts';
import type { Word } from '../../../text/words.ts';
import { problemAt } from '../shared/result.ts';
import type { OptionValues } from './optionValues.ts';
import { takeAddress, takeFamily, takeNat } from './readAddress.ts';
import { notSupported, parameterProblem } from './readLine.ts';

/** The states of TCP, by the kernel's numbers. */
export const states = [
  'NONE',
  'SYN_SENT',
  'SYN_RECV',
  'ESTABLISHED',
  'FIN_WAIT',
  'CLOSE_WAIT',
  'LAST_ACK',
  'TIME_WAIT',
  'CLOSE',
  'SYN_SENT2',
];
const statuses: Readonly<Record<string, number>> = {
  ASSURED: 4,
  SEEN_REPLY: 2,
  UNSET: 0,
  FIXED_TIMEOUT: 1024,
  EXPECTED: 1,
  OFFLOAD: 16384,
  HW_OFFLOAD: 32768,
};

/** A number as strtoul reads it: the digits in front, 0 without any. */
const leading = (text: string): number =>
  Number(
    /^\s*(0x[\da-f]+|\d+)/i.exec(text)?.[0] ??
      (/^-\d/.test(text) ? 2 ** 32 - Number(/\d+/.exec(text)![0]) : 0),
  );
/** As atoi does, in 16 bits. */
const short = (text: string): number => (Number.parseInt(text, 10) || 0) & 0xffff;

/**
 * One of a list by its beginning, in any case. Null where none begins so; NAT's two are passed over with a
 * word. Reference: conntrack.c, do_parse_parameter
 */
const parameter = (given: OptionValues, text: string, names: readonly string[]): string | null => {
  const begins = (name: string) => text !== '' && name.toUpperCase().startsWith(text.toUpperCase());
  for (const nat of ['SRC', 'DST'])
    if (begins(`${nat}_NAT`)) {
      given.warnings += `WARNING: ignoring ${nat}_NAT, use --${nat.toLowerCase()}-nat instead\n`;
      return '';
    }
  return names.find(begins) ?? null;
};

const outputs = ['xml', 'extended', 'timestamp', 'id', 'ktimestamp', 'labels', 'userspace', 'save'];
const lists: Readonly<Record<string, { readonly names: readonly string[]; readonly hint: string }>> = {
  u: {
    names: Object.keys(statuses),
    hint: `A status is one of ${Object.keys(statuses).join(', ')}, UNREPLIED.`,
  },
  e: { names: ['ALL', 'NEW', 'UPDATES', 'DESTROY'], hint: 'Events are NEW, UPDATES, DESTROY and ALL.' },
  o: { names: outputs, hint: 'Here -o takes extended, id and timestamp.' },
};

const takeList = (given: OptionValues, owner: 'u' | 'e' | 'o', word: Word): Problem | null => {
  const { names, hint } = lists[owner]!;
  for (let rest: string | null = word.text; rest !== null; ) {
    const bad = () => parameterProblem(word, `Bad parameter \`${rest}'`, hint);
    const comma: number = rest.indexOf(',');
    if (comma === 0) return bad();
    const negated = owner === 'u' && rest.startsWith('!');
    const text = (comma < 0 ? rest : rest.slice(0, comma)).slice(negated ? 1 : 0);
    if (owner === 'u' && text === 'UNREPLIED' && !negated) given.statusMask |= 2;
    else {
      const name = parameter(given, text, names);
      if (name === null) return bad();
      if (owner === 'e') given.events.push(name);
      else if (owner === 'o') given.output.push(name);
      else if (negated) given.statusMask |= statuses[name] ?? 0;
      else given.status |= statuses[name] ?? 0;
    }
    rest = comma < 0 ? null : rest.slice(comma + 1);
  }
  if (owner === 'u' && given.statusMask === 0) given.statusMask = given.status;
  const absent = owner === 'o' && given.output.find((o) => o === 'xml' || o === 'save');
  return absent ? notSupported(word, `-o ${absent}`, hint) : null;
};

/** Takes an option's value in; a problem where it is none. */
export const takeOption = (
  given: OptionValues,
  owner: string,
  word: Word,
  protocol: number | null,
): Problem | null => {
  const { text } = word;
  const { values } = given;
  switch (owner) {
    case 's':
    case 'd':
    case 'r':
    case 'q':
    case '{':
    case '}':
      return takeAddress(given, owner, word);
    case 'n':
    case 'g':
    case 'j':
      return takeNat(given, owner, word);
    case 'u':
    case 'e':
    case 'o':
      return takeList(given, owner, word);
    case 'p':
      values['p'] = protocol!;
      return null;
    case 'f':
      return /^ipv[46]/.test(text)
        ? takeFamily(given, text[3] === '4' ? 4 : 6, word)
        : parameterProblem(word, `\`${text}' unsupported protocol`, 'The family is ipv4.');
    case 'm': {
      const [mark = '', mask] = text.split('/');
      values['m'] = leading(mark);
      values['m/'] = mask === undefined ? 0xffffffff : leading(mask);
      return null;
    }
    case 'w':
    case '(':
    case ')':
      values[owner] = leading(text) & 0xffff;
      return null;
    case 'i':
    case 'b':
      values[owner] = leading(text);
      return null;
    case 'state':
      if (!states.includes(text) && text !== 'LISTEN')
        return parameterProblem(word, `unknown TCP state \`${text}'`, `The states are ${states.join(', ')}.`);
      values['state'] = states.indexOf(text);
      return null;
    case 'sport':
    case 'dport':
    case 'reply-port-src':
    case 'reply-port-dst':
    case 'icmp-type':
    case 'icmp-code':
    case 'icmp-id':
      values[owner] = owner === 'icmp-type' || owner === 'icmp-code' ? short(text) & 255 : short(text);
      return null;
    case 'a':
      given.warnings += 'WARNING: ignoring -a, deprecated option.\n';
      return null;
    case 'l':
      return problemAt(
        word,
        `nfct_labelmap_new: No such file or directory\n${parameterProblem(word, `unknown label '${text}'`, '').message}`,
        2,
        'No label has a name on this host: there is no /etc/xtables/connlabel.conf.',
      );
    default:
      // One that is not simulated is refused after those that the command does not take.
      return null;
  }
};
