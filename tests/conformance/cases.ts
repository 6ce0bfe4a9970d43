import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { BackendName } from '../../src/netfilter/types.ts';
import { type Printed, runReal, withoutComments } from './real.ts';

const here = import.meta.dirname;
const lines = (file: string): readonly string[] =>
  readFileSync(join(here, file), 'utf8')
    .split('\n')
    .filter((l) => l !== '' && !l.startsWith('#'));

/** Commands that run one after the other on one host. */
export const commands = lines('commands.txt');
/** Rules, each alone in an empty chain: `table chain ; rule`. */
export const rules = lines('rules.txt').map((line) => {
  const [place = '', rule = ''] = line.split(' ; ');
  const [table = '', chain = ''] = place.split(' ');
  return { table, chain, rule };
});
/** Texts for iptables-restore, each on a fresh host. */
export const restores = JSON.parse(readFileSync(join(here, 'restores.json'), 'utf8')) as readonly string[];

/** One rule's four prints: the command, then -S, -L -n and -L of its chain. */
export const ruleCommands = (r: (typeof rules)[number]): readonly string[] => [
  `-t ${r.table} -A ${r.chain} ${r.rule}`,
  `-t ${r.table} -S ${r.chain}`,
  `-t ${r.table} -L ${r.chain} -n`,
  `-t ${r.table} -L ${r.chain}`,
];

/** Everything the real command says to the cases. */
export interface Recording {
  readonly version: string;
  readonly commands: readonly Printed[];
  readonly rules: readonly (readonly Printed[])[];
  /** What restore printed, then what iptables-save -c printed. */
  readonly restores: readonly (readonly Printed[])[];
}

/** Asks the real command all of it. */
export const record = (backend: BackendName): Recording => {
  const run = (parts: readonly { readonly command: string; readonly input?: string }[]) =>
    runReal(parts, backend);
  const command = (words: string) => ({ command: `iptables ${words}` });
  const flush = rules.map((r) => [...ruleCommands(r), `-t ${r.table} -F ${r.chain}`]);
  const printed = run(flush.flat().map(command));
  return {
    version: run([{ command: '{ iptables -V; uname -sr | cut -d. -f1,2; }' }])[0]!
      .stdout.trim()
      .replace('\n', ', '),
    commands: run(commands.map(command)),
    rules: rules.map((_, i) => printed.slice(i * 5, i * 5 + 4)),
    restores: restores.map((input) => {
      const [done, saved] = run([{ command: 'iptables-restore -c', input }, { command: 'iptables-save -c' }]);
      return [done!, { ...saved!, stdout: withoutComments(saved!.stdout) }];
    }),
  };
};

type Part = 'commands' | 'rules' | 'restores';

/** What a second recording says otherwise than a first: by part, and by the case's place in it. */
export type Otherwise = { readonly version: string } & Readonly<
  Record<Part, Readonly<Record<string, unknown>>>
>;

/** What legacy said, as if nf_tables had said it. */
const renamed = (recording: Recording): Recording =>
  JSON.parse(JSON.stringify(recording).replaceAll('1.8.9 (legacy)', '1.8.9 (nf_tables)'));

/** Keeps of nf_tables' recording only what legacy does not say too, but for its name. */
export const otherwise = (legacy: Recording, second: Recording): Otherwise => {
  const first = renamed(legacy);
  const part = (name: Part) =>
    Object.fromEntries(
      second[name].flatMap((said, i) =>
        JSON.stringify(said) === JSON.stringify(first[name][i]) ? [] : [[i, said]],
      ),
    );
  return {
    version: second.version,
    commands: part('commands'),
    rules: part('rules'),
    restores: part('restores'),
  };
};

/** The second recording again. */
export const complete = (legacy: Recording, other: Otherwise): Recording => {
  const first = renamed(legacy);
  const part = (name: Part) => first[name].map((said, i) => other[name][i] ?? said);
  return {
    version: other.version,
    commands: part('commands'),
    rules: part('rules'),
    restores: part('restores'),
  } as unknown as Recording;
};

/** The recordings that are kept, of both commands. */
export const recorded = (): Readonly<Record<BackendName, Recording>> => {
  const read = (file: string) => JSON.parse(readFileSync(join(here, file), 'utf8'));
  const legacy = read('recorded.json') as Recording;
  return { legacy, nft: complete(legacy, read('recorded-nft.json') as Otherwise) };
};
