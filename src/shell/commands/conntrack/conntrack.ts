import { type ConnectionEvent, eventBits } from '../../../netfilter/datapath/connectionEvents.ts';
import { connectionsAt, withoutConnections } from '../../../netfilter/datapath/conntrack.ts';
import { expectationsAt } from '../../../netfilter/datapath/expectations.ts';
import { unwatched, type World, withHost } from '../../../network/world.ts';
import { printed, refused } from '../shared/result.ts';
import { type CommandResult, defineCommand } from '../shellCommand.ts';
import { type ConnectionTest, connectionTest } from './connectionTest.ts';
import { entryLine, expectationLines } from './entry.ts';
import { noValues, type OptionValues } from './optionValues.ts';
import { nameAndVersion, notSupported, readLine } from './readLine.ts';
import { takeOption } from './takeOption.ts';

/** What an event is called, by the first of these bits that it has. */
const kinds = [
  [eventBits.destroy, '[DESTROY] ', 'DESTROY'],
  [eventBits.new | eventBits.related, '    [NEW] ', 'NEW'],
  [-1, ' [UPDATE] ', 'UPDATES'],
] as const;

/** The number that the kernel makes up for the socket of the command. */
const socket = '[USERSPACE] portid=4294963199';

const clock = (ms: number): string => `[${Math.floor(ms / 1000)}.${String(ms % 1000).padStart(3, '0')}000]\t`;

/**
 * The line of one event; null where it is of a kind that was not asked for. Reference: conntrack.c, event_cb
 */
const eventLine = (
  world: World,
  name: string,
  { at, connection, bits: happened, byCommand }: ConnectionEvent,
  given: OptionValues,
): string | null => {
  const [, prefix, kind] = kinds.find(([bits]) => (happened & bits) !== 0)!;
  if (given.events.length > 0 && !given.events.includes(kind) && !given.events.includes('ALL')) return null;
  const line = entryLine(world.hosts[name]!, connection, at, styleOf(given), happened);
  return `${given.output.includes('timestamp') ? clock(at) : ''}${prefix}${byCommand ? line.replace(/\n$/, ` ${socket}\n`) : line}`;
};

const styleOf = ({ output }: OptionValues) => ({
  extended: output.includes('extended'),
  id: output.includes('id'),
});

/**
 * The events of the last probe or command on this host: one line runs at a time, so nothing can be watched
 * while it happens. It is as if the command had been watching all along, and Ctrl+C were pressed now.
 */
const events = (world: World, name: string, given: OptionValues, matches: ConnectionTest): CommandResult => {
  const lines = world.hosts[name]!.conntrack.events.flatMap((e) =>
    matches(e.connection, e.bits) ? (eventLine(world, name, e, given) ?? []) : [],
  );
  const buffer = given.values['b'];
  const notice =
    buffer === undefined
      ? ''
      : `NOTICE: Netlink socket buffer size has been set to ${Math.max(2304, 2 * buffer)} bytes.\n`;
  return printed(lines.join(''), {
    stderr: notice,
    summary: `${nameAndVersion}: ${lines.length} flow events have been shown.\n`,
  });
};

/**
 * `conntrack -L|-D|-F|-C|-E [TABLE] [OPTION…]`: the entries of this host, oldest first (the kernel's order is
 * that of its hash), and what has happened to them. Reference: conntrack-tools 1.4.7, src/conntrack.c.
 */
export const conntrack = defineCommand({
  name: 'conntrack',
  usage: 'conntrack -L|-D|-C|-F|-E [OPTION…]',
  summary:
    'Lists, deletes and counts the connections that this host tracks; -E tells what has happened to them.',
  needs: ['world'],
  run({ world, host: name, words }) {
    const given = noValues();
    const line = readLine(words, (owner, word, protocol) => takeOption(given, owner, word, protocol));
    if ('message' in line) return refused({ ...line, message: given.warnings + line.message });
    const { command, table, of } = line;
    const { conntrack: entries, filter } = world.hosts[name]!;
    const { now } = world;
    const warnings =
      given.warnings +
      (given.output.includes('labels') ? 'nfct_labelmap_new: No such file or directory\n' : '');
    const warned = (run: CommandResult): CommandResult => ({
      ...run,
      output: [{ stream: 'stderr', text: warnings }, ...run.output],
    });
    if (command === 'V') return printed(`${nameAndVersion}\n`);
    if (table === 'expect') {
      const foretold = expectationLines(entries, now);
      if (command === 'L')
        return warned(
          printed(foretold.join(''), {
            summary: `${nameAndVersion}: ${foretold.length} expectations have been shown.\n`,
          }),
        );
      if (command === 'C') return printed(`${expectationsAt(entries, now).length}\n`);
      if (command === 'F')
        return printed('', {
          stderr: `${nameAndVersion}: expectation table has been emptied.\n`,
          world: withHost(world, name, (h) => ({ ...h, conntrack: { ...entries, expectations: [] } })),
        });
      return refused(
        notSupported(words[0]!, `-${command} expect`, 'conntrack -L expect lists what is foretold.'),
      );
    }
    const all = table === 'conntrack' ? connectionsAt(entries, now) : [];
    if (command === 'C') return printed(`${all.length}\n`);
    if (command === 'F') {
      const left = withHost(unwatched(world), name, (h) => ({
        ...h,
        conntrack: withoutConnections(h.conntrack, () => true, now, true),
      }));
      return printed('', {
        stderr: `${nameAndVersion}: connection tracking table has been emptied.\n`,
        world: left,
      });
    }
    const matches = connectionTest(given, of, command === 'L', filter.tables.nat !== undefined);
    if (typeof matches !== 'function') return warned(refused(matches));
    if (command === 'E') return warned(events(world, name, given, matches));
    const chosen = all.filter((c) => matches(c, null));
    const text = chosen.map((c) => entryLine(world.hosts[name]!, c, now, styleOf(given))).join('');
    if (command === 'L')
      return warned(
        printed(text, { summary: `${nameAndVersion}: ${chosen.length} flow entries have been shown.\n` }),
      );
    const ids = new Set(chosen.map((c) => c.id));
    const left = withHost(unwatched(world), name, (h) => ({
      ...h,
      conntrack: withoutConnections(h.conntrack, (c) => ids.has(c.id), now, true),
    }));
    return warned(
      printed(text, {
        summary: `${nameAndVersion}: ${chosen.length} flow entries have been deleted.\n`,
        status: chosen.length ? 0 : 1,
        world: left,
      }),
    );
  },
});
