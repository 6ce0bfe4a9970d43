import { protocolNamed } from '../../../netfilter/values/protocol.ts';
import { type LongOptions, longGroup, WordReader } from '../../../text/getopt.ts';
import type { Problem } from '../../../text/problem.ts';
import type { Word } from '../../../text/words.ts';
import { endOf, problemAt } from '../shared/result.ts';
import { protocols } from './entry.ts';

/** How `conntrack` calls itself. */
export const nameAndVersion = 'conntrack v1.4.7 (conntrack-tools)';

/** What the real command says after its name, and where to find help. */
export const parameterProblem = (
  at: Pick<Word, 'from' | 'to'>,
  message: string,
  hint: string,
  replacement?: string,
): Problem =>
  problemAt(
    at,
    `${nameAndVersion}: ${message}\nTry \`conntrack -h' or 'conntrack --help' for more information.`,
    2,
    hint,
    replacement,
  );

/** What the real command does and this one does not. */
export const notSupported = (at: Pick<Word, 'from' | 'to'>, what: string, hint: string): Problem =>
  problemAt(at, `conntrack: ${what} is not simulated here`, 2, hint);

const commands = 'LIDGFECUAVhS';
const acted = 'LDFECV';
const short = Object.fromEntries([
  ...[...'LIUDGEFACngj'].map((letter) => [letter, { takes: 'optional' as const, owner: letter }] as const),
  ...[...'hVSz'].map((letter) => [letter, { takes: 'none' as const, owner: letter }] as const),
  ...[...'sdrqptueamifocbwl'].map(
    (letter) => [letter, { takes: 'required' as const, owner: letter }] as const,
  ),
]);
const longNames = (takes: 'none' | 'required' | 'optional', names: string): LongOptions<string>['list'] =>
  names.split(' ').map((one) => {
    const [name = '', owner = name] = one.split('=');
    return { name, takes, owner };
  });
const general = longGroup([
  ...longNames(
    'optional',
    'dump=L create=I add=A delete=D update=U get=G flush=F event=E counter=C id=i src-nat=n dst-nat=g any-nat=j label-del=>',
  ),
  ...longNames('none', 'stats=S version=V help=h zero=z'),
  ...longNames(
    'required',
    'orig-src=s src=s orig-dst=d dst=d reply-src=r reply-dst=q protonum=p timeout=t status=u event-mask=e tuple-src=[ tuple-dst=] mask-src={ mask-dst=} nat-range=a mark=m secmark=c family=f output=o buffer-size=b zone=w label=l label-add=< orig-zone=( reply-zone=)',
  ),
]);
const ports = longNames(
  'required',
  'orig-port-src=sport sport orig-port-dst=dport dport reply-port-src reply-port-dst mask-port-src mask-port-dst tuple-port-src tuple-port-dst',
);
const ofProtocol: Readonly<Record<number, LongOptions<string>>> = {
  6: longGroup([...ports, ...longNames('required', 'state')]),
  17: longGroup(ports),
  132: longGroup(ports),
  136: longGroup(ports),
  33: longGroup(ports),
  1: longGroup(longNames('required', 'icmp-type icmp-code icmp-id')),
};

/**
 * What each command takes, by letter; the order in which the first that it does not take is named; and how that
 * one is called. Reference: conntrack.c, commands_v_options and optflags
 */
const legal: Readonly<Record<string, string>> = {
  L: 'sdrqpuz{}mfngocjwl()',
  D: 'sdrqptu{}mifngowl()',
  E: 'sdrqpe{}mfngocbjwl()',
  F: 'f',
  C: '',
  V: '',
  Lexpect: 'fo',
  Eexpect: 'o',
  '': '',
};
const unsupported = ['z', 't', 'mask-port-src', 'mask-port-dst', 'tuple-port-src', 'tuple-port-dst'];
const order = 'sdrqptuze[]{}amifngocbjwl<>()';
const nameOf = (letter: string): string => general.list.findLast((o) => o.owner === letter)!.name;

const tables = ['expect', 'conntrack', 'dying', 'unconfirmed'] as const;

/** A line as it was read: the command, the table, and each option's word, the last where it came twice. */
export interface Line {
  readonly command: string;
  readonly table: (typeof tables)[number];
  readonly of: Readonly<Record<string, Word>>;
}

/**
 * The protocol after `-p`: conntrack's own names in any case, the names of /etc/protocols, or a number as C
 * writes them. Reference: conntrack.c, findproto
 */
const protocolOf = (text: string): number | null => {
  const named = protocols[text.toLowerCase()] ?? (/^\d/.test(text) ? null : protocolNamed(text));
  if (named !== null) return named;
  const number = /^(0x[\da-f]+|\d+)$/i.test(text) ? Number(text) : -1;
  return number >= 0 && number <= 255 ? number : null;
};

/**
 * Reads a line as the real command does: in order, and the first mistake ends it. `take` gets each option's
 * value. Reference: conntrack.c, do_parse
 */
export const readLine = (
  words: readonly Word[],
  take: (owner: string, word: Word, protocol: number | null) => Problem | null,
): Line | Problem => {
  const reader = new WordReader<string>(words);
  const long = [general];
  const of: Record<string, Word> = {};
  let command = '';
  let table: Line['table'] = 'conntrack';
  let commandAt: Pick<Word, 'from' | 'to'> = endOf(words);
  let protocol: number | null = null;
  const optional = (): Word | null => (reader.peek && !/^[-!]/.test(reader.peek.text) ? reader.take() : null);
  if (words[0]?.text === '-R' || words[0]?.text === '--load-file')
    if (words.length > 1)
      return notSupported(words[0], words[0].text, 'Say each command in a line of its own.');
  while (!reader.done) {
    const read = reader.read(short, long);
    if (read.kind === 'word' || read.kind === 'end') continue;
    if (read.kind === 'missing')
      return parameterProblem(
        read.at,
        `option \`${words.at(-1)!.text}' requires an argument`,
        `${read.name} needs a word after it.`,
      );
    if (read.kind !== 'option') {
      // Within a bundle the real command names the word in front of it.
      const named =
        read.name.startsWith('--') || reader.previous === read.at
          ? read.at.text
          : (reader.previous?.text ?? 'conntrack');
      const port = ofProtocol[6]!.byName.has(read.at.text.slice(2))
        ? `${read.at.text} is known after -p tcp or -p udp.`
        : 'Here conntrack takes -L, -D, -F, -C and -E, with filters such as -p, -s and -d.';
      return parameterProblem(read.at, `unknown option \`${named}'`, port);
    }
    const { owner, argument, at } = read;
    if (commands.includes(owner)) {
      const word = argument === null ? optional() : null;
      const found = word && tables.find((t) => t.startsWith(word.text));
      if (word && !found)
        return parameterProblem(
          word,
          `unknown type \`${word.text}'`,
          'The table is conntrack, and need not be named.',
        );
      table = found ?? 'conntrack';
      if (owner !== 'L' && (table === 'dying' || table === 'unconfirmed'))
        return parameterProblem(
          word!,
          "Can't do that command with tables `dying' and `unconfirmed'",
          'Only -L looks at them.',
        );
      if (command)
        return parameterProblem(at, 'Invalid commands combination', 'Say one of -L, -D, -F, -C and -E.');
      command = owner;
      commandAt = at;
      continue;
    }
    const word = 'ngj'.includes(owner) ? (argument === null ? optional() : null) : argument;
    if (owner === 'p') {
      protocol = protocolOf(word!.text);
      if (protocol === null)
        return parameterProblem(
          word!,
          `\`${word!.text}' unsupported protocol`,
          'Protocols are tcp, udp and icmp.',
        );
      const more = ofProtocol[protocol];
      if (more && !long.includes(more)) long.push(more);
    }
    of[owner] = word ?? at;
    const refused = take(owner, word ?? { ...at, text: '' }, protocol);
    if (refused) return refused;
  }
  if (of['j'] && (of['n'] ?? of['g']))
    return parameterProblem(
      of['j'],
      "cannot specify `--src-nat' or `--dst-nat' with `--any-nat'",
      '-j is either of the two.',
    );
  if (command !== '' && !acted.includes(command))
    return notSupported(commandAt, `-${command}`, 'Here conntrack takes -L, -D, -F, -C and -E.');
  const allowed = legal[command + (table === 'expect' && 'LE'.includes(command) ? table : '')]!;
  if (command === 'D' && table === 'expect')
    return notSupported(commandAt, '-D expect', 'conntrack -F expect takes them all.');
  const illegal = [...order].find((letter) => of[letter] && letter !== 'a' && !allowed.includes(letter));
  if (illegal)
    return parameterProblem(
      of[illegal]!,
      `Illegal option \`--${nameOf(illegal)}' with this command`,
      command === 'F' ? '-F takes everything. conntrack -D deletes what matches.' : 'Leave it out.',
    );
  const idle = Object.keys(of).find((owner) => unsupported.includes(owner));
  if (idle) return notSupported(of[idle]!, `--${idle.length > 1 ? idle : nameOf(idle)}`, 'Leave it out.');
  if (!command) return notSupported(endOf(words), 'the help that comes without a command', 'Begin with -L.');
  return { command, table, of };
};
