import { backendOf } from '../../../netfilter/command/backendOf.ts';
import type { BackendName, PacketFilter } from '../../../netfilter/types.ts';
import { type Filter6, type World, withHost } from '../../../network/world.ts';
import { splitWords, type Word } from '../../../text/words.ts';
import { readText, writeText } from '../../fileSystem.ts';
import { errorWords } from '../../files.ts';
import { printed, problemAt, refused } from '../shared/result.ts';
import { type Call, type CommandResult, defineCommand } from '../shellCommand.ts';
import { changesRules, type FilterRun } from './filterRun.ts';
import { runIptables } from './iptables.ts';
import { restoredFrom, runIptablesRestore } from './iptables-restore.ts';
import { runIptablesSave, savedTo } from './iptables-save.ts';
import { emptyFilter6, Refused6, Translator } from './translate6.ts';

const note =
  'ip6tables: these rules are kept and printed, and no packet here meets them: the networks here are IPv4';

/** The other backend's command, beside the host's own: it is empty, and stays so. */
const otherBackend = (name: string, own: BackendName): BackendName | null => {
  const asked = /-(legacy|nft)(?=-|$)/.exec(name)?.[1] as BackendName | undefined;
  return asked === undefined || asked === own ? null : asked;
};

/** Runs a command on the host's filter for IPv6, and prints in ip6tables' words. */
const onFilter6 = (
  { world, host, name }: Pick<Call<'world'>, 'world' | 'host' | 'name'>,
  run: (filter: PacketFilter, translator: Translator) => FilterRun,
): CommandResult => {
  const { filter, filter6 } = world.hosts[host]!;
  const other = otherBackend(name, filter.backend);
  const before: Filter6 = other ? emptyFilter6(other) : (filter6 ?? emptyFilter6(filter.backend));
  const program = name.replace(/-(legacy|nft)/, '');
  const translator = new Translator(before.addresses, backendOf(before.filter).nameAndVersion(program));
  try {
    const done = run(before.filter, translator);
    const problems = done.problems.map((p) => ({ ...p, message: translator.back(p.message) }));
    const changed = changesRules(done.filter);
    if (other && changed)
      return refused(
        problemAt(
          { from: 0, to: 0 },
          `${name}: rules beside those of ${program} are not simulated here`,
          1,
          `Write ${program}.`,
        ),
      );
    // Said once: by the first rule or policy that there is.
    const first = changed && !changesRules(before.filter) ? `${note}\n` : '';
    const after: World =
      other || done.filter === before.filter
        ? world
        : withHost(world, host, (h) => ({
            ...h,
            filter6: { filter: done.filter, addresses: translator.addresses },
          }));
    return {
      ...printed(translator.back(done.stdout), {
        stderr: first + translator.back(done.stderr),
        status: done.status,
        world: after,
      }),
      problems,
    };
  } catch (thrown) {
    if (!(thrown instanceof Refused6)) throw thrown;
    return refused(
      problemAt(
        thrown.at,
        thrown.message,
        thrown.status,
        'This course is about IPv4: the command is iptables.',
      ),
    );
  }
};

/** The firewall of IPv6. Reference: iptables 1.8.9, iptables/ip6tables-standalone.c */
export const ip6tables = defineCommand({
  name: 'ip6tables',
  usage: 'ip6tables [-t TABLE] COMMAND [CHAIN] [RULE]',
  summary: 'Keeps and prints rules for IPv6. No packet here meets them.',
  needs: ['world'],
  run: (call) => onFilter6(call, (filter, translator) => runIptables(filter, translator.words(call.words))),
});

export const ip6tablesSave = defineCommand({
  name: 'ip6tables-save',
  usage: 'ip6tables-save [-c] [-t TABLE] [-f FILE]',
  summary: 'Prints the rules for IPv6 as a text that ip6tables-restore reads.',
  needs: ['world', 'files'],
  run(call) {
    const called = { name: call.name.replace(/^ip6/, 'ip'), now: call.world.now };
    const done = onFilter6(call, (filter) => runIptablesSave(filter, call.words, called));
    const file = savedTo(call.words);
    if (!file || done.status !== 0) return done;
    const text = done.output.flatMap((o) => (o.stream === 'stdout' ? [o.text] : [])).join('');
    const written = writeText({ ...call, world: done.world ?? call.world }, file.text, text);
    return written.error
      ? refused(
          problemAt(
            file,
            `Failed to open file, error: ${errorWords[written.error]}`,
            1,
            'ls shows what is there.',
          ),
        )
      : {
          ...done,
          output: done.output.filter((o) => o.stream === 'stderr'),
          world: written.world,
          files: written.files,
        };
  },
});

/** The lines of a restored text with IPv4's words in them. */
const translatedLines = (text: string, translator: Translator): string =>
  text
    .split('\n')
    .map((line) => {
      if (!/^(?:\[\d+:\d+\] )?-/.test(line)) return line;
      const words = splitWords(line).words;
      const translated = translator.words(words);
      return translated.reduceRight((whole, word, i) => {
        const before = words[i]!;
        return word === before ? whole : whole.slice(0, before.from) + word.text + whole.slice(before.to);
      }, line);
    })
    .join('\n');

export const ip6tablesRestore = defineCommand({
  name: 'ip6tables-restore',
  usage: 'ip6tables-restore [-c] [-n] [-t] [-T TABLE] [FILE]',
  summary: 'Loads rules for IPv6 from the text that ip6tables-save prints.',
  needs: ['world', 'files', 'input'],
  readsInput: (words: readonly Word[]) => restoredFrom(words) === null,
  run(call) {
    const load = (text: string) =>
      onFilter6(call, (filter, translator) =>
        runIptablesRestore(filter, call.words, translatedLines(text, translator)),
      );
    const file = restoredFrom(call.words);
    if (!file) return load(call.input());
    const read = readText(call, file.text);
    return read.ok
      ? load(read.text)
      : refused(
          problemAt(file, `Can't open ${file.text}: ${errorWords[read.error]}`, 1, 'There is no such file.'),
        );
  },
});
