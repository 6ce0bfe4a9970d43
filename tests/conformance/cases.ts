import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Printed, runReal, withoutComments } from './real.ts';

const here = import.meta.dirname;
const lines = (file: string): readonly string[] => readFileSync(join(here, file), 'utf8').split('\n').filter((l) => l !== '' && !l.startsWith('#'));

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
  `-t ${r.table} -A ${r.chain} ${r.rule}`, `-t ${r.table} -S ${r.chain}`, `-t ${r.table} -L ${r.chain} -n`, `-t ${r.table} -L ${r.chain}`,
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
export const record = (): Recording => {
  const command = (words: string) => ({ command: `iptables-legacy ${words}` });
  const flush = rules.map((r) => [...ruleCommands(r), `-t ${r.table} -F ${r.chain}`].map(command));
  const printed = runReal(flush.flat());
  return {
    version: runReal([{ command: '{ iptables-legacy -V; uname -sr | cut -d. -f1,2; }' }])[0]!.stdout.trim().replace('\n', ', '),
    commands: runReal(commands.map(command)),
    rules: rules.map((_, i) => printed.slice(i * 5, i * 5 + 4)),
    restores: restores.map((input) => {
      const [done, saved] = runReal([{ command: 'iptables-legacy-restore -c', input }, { command: 'iptables-legacy-save -c' }]);
      return [done!, { ...saved!, stdout: withoutComments(saved!.stdout) }];
    }),
  };
};
