/**
 * What an editor may offer at a place: only what iptables takes there, each with a sentence. All of it is read from the
 * declarations the parser reads, from the text, and from what is around it.
 */

import { type CommandKey, type CoreKey, coreOptions } from '../netfilter/command/coreOptions.ts';
import { isCommand, takesOption } from '../netfilter/command/parse/commandWords.ts';
import { once } from '../netfilter/command/parse/optionChecks.ts';
import type { Match, Option, Target } from '../netfilter/extension.ts';
import { builtInChains } from '../netfilter/hookOrder.ts';
import { chainIs, tableIs } from '../netfilter/print/places.ts';
import { capital } from '../netfilter/print/sentence/words.ts';
import { matchRegistry, targetRegistry } from '../netfilter/registry.ts';
import { type Hook, type TableName, tableNames } from '../netfilter/types.ts';
import { protocolNumber } from '../netfilter/values/protocol.ts';
import type { Choice, Completion } from './choice.ts';
import { commands } from './commands/index.ts';
import {
  coreOption,
  type LinePlace,
  linePlace,
  loadedBy,
  optionsOf,
  tableAt,
  valuesAfter,
} from './linePlace.ts';
import { nowhere, type Surroundings } from './surroundings.ts';

/** What `-j` takes besides extensions and chains. */
export const verdictChoices: readonly Choice[] = [
  { label: 'ACCEPT', detail: '', info: 'Lets the packet pass this table.' },
  { label: 'DROP', detail: '', info: 'Throws the packet away without telling its sender.' },
  {
    label: 'RETURN',
    detail: '',
    info: 'Goes back to the chain that jumped here; at the end of a built-in chain the policy decides.',
  },
  { label: 'QUEUE', detail: '', info: 'Hands the packet to a program.' },
];
const protocols: readonly Choice[] = [
  { label: 'tcp', detail: '', info: 'Connections: web, ssh, mail. Then --dport takes a port.' },
  { label: 'udp', detail: '', info: 'Single packets: DNS, time, calls. Then --dport takes a port.' },
  { label: 'icmp', detail: '', info: 'Pings, and errors about other packets.' },
  { label: 'all', detail: '', info: 'Every protocol, as without -p.' },
];
const tables: readonly Choice[] = tableNames.map((label) => ({
  label,
  detail: '',
  info: `The table ${tableIs[label].replace(/^which /, 'that ')}.`,
}));
const savedStarts: readonly Choice[] = [
  ...tables.map(({ label, ...rest }) => ({ ...rest, label: `*${label}` })),
  { label: 'COMMIT', detail: '', info: 'Ends a table: it is loaded whole, here.' },
];
const summaries = (all: readonly (Match | Target)[]): Choice[] =>
  all.map(({ name, summary }) => ({ label: name, detail: '', info: summary }));

/** Whether a line begins with a command whose options are not declared to us. */
export const isOther = (command: string | undefined): boolean =>
  command !== undefined && !command.startsWith('iptables') && commands.networkNames.includes(command);

/** The chains that the lines above a place make in a table, and those that were there before. */
const ownChains = (
  text: string,
  { start }: LinePlace,
  table: TableName,
  around: Surroundings,
): readonly string[] => {
  const chains = new Set(around.chains(table));
  let saved: string | undefined;
  for (const line of text.slice(0, start).split('\n')) {
    const words = line.split(/\s+/).filter(Boolean);
    saved = /^\*(\w+)/.exec(line)?.[1] ?? saved;
    if ((valuesAfter(words, 'table')[0] ?? saved ?? 'filter') !== table) continue;
    if (line.startsWith(':')) chains.add(words[0]!.slice(1));
    for (const name of valuesAfter(words, 'new-chain')) chains.add(name);
    for (const name of valuesAfter(words, 'delete-chain')) chains.delete(name);
    for (const name of valuesAfter(words, 'rename-chain')) {
      if (chains.delete(name)) chains.add(words[words.indexOf(name) + 1] ?? name);
    }
  }
  return [...chains].filter((name) => !builtInChains(table).some((hook) => hook === name));
};

/** What a place is in: the table, the command of its line, and the built-in chain that a rule goes into. */
interface Setting {
  readonly place: LinePlace;
  readonly table: TableName;
  readonly command: CommandKey | null;
  readonly hook: Hook | null;
  readonly own: readonly string[];
  readonly around: Surroundings;
}

const settingOf = (text: string, place: LinePlace, around: Surroundings): Setting => {
  const table = tableAt(text, place);
  const command = place.words.map((w) => coreOption(w)?.key).find((key) => key && isCommand(key)) as
    | CommandKey
    | undefined;
  const chain = command && valuesAfter(place.words, command)[0];
  return {
    place,
    table,
    around,
    command: command ?? null,
    hook: builtInChains(table).find((hook) => hook === chain) ?? null,
    own: ownChains(text, place, table, around),
  };
};

/** Whether an extension may be used there: in a chain of one's own, that depends on who jumps to it. */
const isAllowed = ({ table, hook }: Setting, { tables: inTables, hooks }: Match | Target): boolean =>
  (!inTables || inTables.includes(table)) && (!hooks || hook === null || hooks.includes(hook));

const verdictsIn = ({ table }: Setting): readonly Choice[] =>
  verdictChoices.filter(({ label }) => table !== 'nat' || label !== 'DROP');

const afterCore = (key: CoreKey, setting: Setting): readonly Choice[] => {
  const { table, hook, own, around, place } = setting;
  const mine = own.map((label) => ({ label, detail: '', info: 'A chain of your own.' }));
  const builtIn = builtInChains(table).map((label) => ({
    label,
    detail: '',
    info: `${capital(chainIs[label])}.`,
  }));
  switch (key) {
    case 'table':
      return tables;
    case 'match':
      return summaries(matchRegistry.beginning(place.word).filter((match) => isAllowed(setting, match)));
    case 'protocol':
      return protocols;
    case 'jump': {
      const allowed = targetRegistry.beginning(place.word).filter((target) => isAllowed(setting, target));
      // What this table is for comes first.
      const [its, others] = [true, false].map((is) =>
        summaries(allowed.filter(({ tables }) => (tables ?? []).includes(table) === is)),
      );
      const decided = verdictsIn(setting);
      return [...(table === 'filter' ? [...decided, ...its!] : [...its!, ...decided]), ...mine, ...others!];
    }
    case 'goto':
    case 'delete-chain':
    case 'rename-chain':
      return mine;
    case 'policy':
      return builtIn;
    case 'input':
    case 'output':
      return around.interfaces;
    case 'source':
    case 'destination':
      return [...around.addresses, ...around.networks];
    default:
      return isCommand(key) &&
        !['new-chain', 'help', 'version'].includes(key) &&
        !(hook && place.before.includes(hook))
        ? [...builtIn, ...mine]
        : [];
  }
};

/** iptables' own options that the line can still take: a command first, and then what goes with it. */
const coreAt = ({ command, hook, place }: Setting, inFile: boolean): readonly Choice[] => {
  const given = place.words.filter((w) => w !== place.word).map((w) => coreOption(w)?.key);
  return coreOptions
    .filter(({ key }) => {
      if (isCommand(key)) return command === null || key === coreOption(place.word)?.key;
      if (key === 'table') return !inFile && !given.includes(key);
      if (command === null) return false;
      if (once.includes(key) && given.includes(key)) return false;
      if ((key === 'jump' || key === 'goto') && (given.includes('jump') || given.includes('goto')))
        return false;
      if (key === 'input' && (hook === 'OUTPUT' || hook === 'POSTROUTING')) return false;
      if (key === 'output' && (hook === 'INPUT' || hook === 'PREROUTING')) return false;
      if (key === 'match') return takesOption(command, 'protocol');
      return once.includes(key) ? takesOption(command, key) : key === 'verbose' || key === 'wait';
    })
    .map((o) => ({
      label: o.short && !place.word.startsWith('--') ? `-${o.short}` : `--${o.long[0]}`,
      detail: o.form ?? '',
      info: o.help,
    }));
};

/** Of an option's spellings, the one that people write: the shortest, unless another only goes on where it ends. */
const usual = (names: readonly string[], typed: string): readonly string[] =>
  names
    .filter((name) => name.startsWith(typed) && !names.some((n) => n !== name && n.startsWith(name)))
    .toSorted((a, b) => a.length - b.length)
    .slice(0, 1);

/** Options of the line's extensions that it can still take. */
const extensionsAt = ({ place }: Setting): readonly Choice[] =>
  loadedBy(place.words).flatMap((extension) => {
    const given = (o: Option<unknown>) =>
      o.names.some((name) => name !== place.word && place.words.includes(name));
    const excluded = Object.values(extension.options).flatMap((o) =>
      given(o as Option) ? (o.excludes ?? []) : [],
    );
    return Object.entries(extension.options).flatMap(([key, o]) =>
      (given(o as Option) && !o.repeatable) || excluded.includes(key)
        ? []
        : usual(o.names, place.word).map((label) => ({
            label,
            detail: o.takes?.form ?? '',
            info: o.help,
          })),
    );
  });

/** What an option of an extension takes: what there is in the network, and the words it declares with their meaning. */
const valuesOf = (
  option: Option<unknown>,
  extension: string,
  { place, around }: Setting,
): readonly Choice[] => {
  const { takes, means } = option;
  if (!takes) return [];
  const protocol = valuesAfter(place.words, 'protocol')[0];
  const number = protocol === undefined ? null : protocolNumber(protocol);
  const context = {
    extension,
    option: option.names[0].replace(/^-+/, ''),
    protocol: number === null ? null : { number, inverted: false },
  };
  const nearby = takes.form.startsWith('address')
    ? around.addresses
    : takes.form.startsWith('port')
      ? around.ports.filter(({ detail }) => protocol === undefined || detail === protocol)
      : [];
  const says = (label: string): string => {
    const read = takes.parse(label, context);
    return means && read.ok ? means(read.value, false) : '';
  };
  return [...nearby, ...(takes.suggestions ?? []).map((label) => ({ label, detail: '', info: says(label) }))];
};

/**
 * What may be written at an offset of commands or of iptables-save text; null where nothing is known to match.
 */
export const complete = (
  text: string,
  at: number,
  language: 'commands' | 'save',
  around: Surroundings = nowhere,
): Completion | null => {
  const place = linePlace(text, at);
  const { from, word, words, before } = place;
  const last = before.at(-1) === '!' ? before.at(-2) : before.at(-1);
  const found = (choices: readonly Choice[], start = from): Completion | null => {
    const typed = text.slice(start, at);
    const matching = choices.filter((c) => c.label.startsWith(typed) && c.label !== typed);
    return matching.length > 0 ? { from: start, choices: matching } : null;
  };
  if (language === 'commands' && isOther(before[0])) return null;
  if (before.length === 0 && language === 'commands')
    return found(
      commands.networkNames.map((label) => ({
        label,
        detail: '',
        info: commands.isLoaded(label) ? commands.find(label)!.summary : '',
      })),
    );
  if (before.length === 0 && !word.startsWith('-')) return found(savedStarts);
  const setting = settingOf(text, place, around);
  if (word.startsWith('-')) return found([...extensionsAt(setting), ...coreAt(setting, language === 'save')]);
  if (coreOption(before.at(-2) ?? '')?.key === 'policy') return found(verdictsIn(setting).slice(0, 2));
  for (const extension of loadedBy(words)) {
    const option = optionsOf(extension).find((o) => o.names.includes(last ?? ''));
    const choices = option && valuesOf(option, extension.name, setting);
    if (choices?.length) return found(choices, from + word.lastIndexOf(',') + 1);
  }
  const core = coreOption(last ?? '');
  return core ? found(afterCore(core.key, setting), from + word.lastIndexOf(',') + 1) : null;
};
