import type { Word } from '../../text/words.ts';
import { coreOptions } from '../command/coreOptions.ts';
import { isVerdict } from '../command/verdicts.ts';
import type { Option } from '../extension.ts';
import { findMatch, findTarget } from '../registry.ts';
import { protocolNumber } from '../values/protocol.ts';

/** One part of a rule: the option as it was written, where it stands, and what it means. */
export interface Explained {
  readonly option: string;
  readonly from: number;
  readonly to: number;
  readonly means: string;
}

const verdictWords: Readonly<Record<string, string>> = {
  ACCEPT: 'Let the packet go on its way.',
  DROP: 'Throw the packet away. Nobody is told.',
  RETURN: 'Leave this chain and go on where the packet came from.',
  QUEUE: 'Hand the packet to a program that decides.',
};

const tables: Readonly<Record<string, string>> = {
  filter: 'the table that lets packets pass or not',
  nat: 'the table that changes addresses',
  mangle: 'the table that changes other things',
  raw: 'the table before connection tracking',
  security: 'the table of SELinux',
};

const chains: Readonly<Record<string, string>> = {
  PREROUTING: 'where packets have just come in',
  INPUT: 'where packets for this machine pass',
  FORWARD: 'where packets for others pass through',
  OUTPUT: 'where packets made here begin',
  POSTROUTING: 'the last place before a packet leaves',
};

const not = (inverted: boolean, yes: string, no: string): string => (inverted ? no : yes);
const list = (text: string): string => text.split(',').join(' or ');

const core = (key: string, value: string, inverted: boolean, help: string): string => {
  switch (key) {
    case 'append':
      return `Put the rule at the end of ${value}${chains[value] ? `, ${chains[value]}` : ', a chain that somebody made'}.`;
    case 'table':
      return `In the ${value} table${tables[value] ? `, ${tables[value]}` : ''}.`;
    case 'source':
      return `The packet comes ${not(inverted, 'from', 'from anywhere but')} ${list(value)}.`;
    case 'destination':
      return `The packet goes ${not(inverted, 'to', 'to anywhere but')} ${list(value)}.`;
    case 'input':
      return `It came in ${not(inverted, 'by', 'by anything but')} ${value}.`;
    case 'output':
      return `It leaves ${not(inverted, 'by', 'by anything but')} ${value}.`;
    case 'protocol':
      return `It is ${not(inverted, '', 'anything but ')}${value}.`;
    case 'jump': {
      if (isVerdict(value)) return verdictWords[value]!;
      const target = findTarget(value);
      return target
        ? target.summary
        : `Go on in the chain ${value}, and come back here if nothing there decides.`;
    }
    case 'goto':
      return `Go on in the chain ${value}, and do not come back here.`;
    case 'match':
      return findMatch(value)?.summary ?? `Load the match ${value}.`;
    case 'wait':
      return 'Wait for your turn: only one iptables at a time may change rules.';
    default:
      return help;
  }
};

const long = (name: string) =>
  coreOptions.find((o) => o.long.some((l) => `--${l}` === name) || `-${o.short}` === name);

/**
 * What an extension's option with its value means: the extension's own words where they are about this option
 * alone.
 */
const extension = (option: Option, value: string, inverted: boolean): string => {
  const help = option.help.replace(/\.$/, '');
  const words = inverted ? help.replace(/^Fits/, 'Fits all but') : help;
  return value === '' ? `${words}.` : `${words}: ${list(value)}.`;
};

/**
 * A rule in plain words, option by option, in the order it was written. Words that belong to no
 * option are left out: say what is wrong with them by parsing the rule.
 */
export const explainRule = (words: readonly Word[]): readonly Explained[] => {
  const parts: Explained[] = [];
  const owners: { readonly options: Readonly<Record<string, Option>> }[] = [];
  let not: Word | null = null;
  for (let i = 0; i < words.length; i++) {
    const word = words[i]!;
    if (word.text === '!') {
      not = word;
      continue;
    }
    const known = long(word.text);
    const own = owners.flatMap((o) => Object.values(o.options)).find((o) => o.names.includes(word.text));
    if (!known && !own) {
      not = null;
      continue;
    }
    const takes = known
      ? known.takes !== 'none' && !(known.takes === 'optional' && /^-|^!/.test(words[i + 1]?.text ?? '-'))
      : own!.takes !== null;
    const count = takes ? (own?.words ?? 1) : 0;
    const values = words.slice(i + 1, i + 1 + count);
    const value = values.map((v) => v.text).join(' ');
    i += values.length;
    if (known?.key === 'match') owners.push(...[findMatch(value)].filter((m) => m !== undefined));
    if (known?.key === 'jump') owners.push(...[findTarget(value)].filter((t) => t !== undefined));
    if (known?.key === 'protocol')
      owners.push(
        ...[findMatch({ 6: 'tcp', 17: 'udp', 1: 'icmp' }[protocolNumber(value) ?? -1] ?? '')].filter(
          (m) => m !== undefined,
        ),
      );
    const last = values.at(-1) ?? word;
    parts.push({
      option: word.text,
      from: (not ?? word).from,
      to: last.to,
      means: known ? core(known.key, value, not !== null, known.help) : extension(own!, value, not !== null),
    });
    not = null;
  }
  return parts;
};
