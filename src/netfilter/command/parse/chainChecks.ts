import { byteLength } from '../../../text/bytes.ts';
import type { Word } from '../../../text/words.ts';
import type { TableName } from '../../types.ts';
import type { CoreKey } from '../coreOptions.ts';
import type { CommandWords } from './commandWords.ts';
import type { ErrorReporter } from './parseError.ts';

/** nat is not for filtering, and DROP is refused there: as a policy and as a target. */
export const checkDropInNat = (
  table: TableName | null,
  { key, second }: CommandWords,
  target: Word | null,
  report: ErrorReporter,
): void => {
  if (table !== 'nat') return;
  const at = [key === 'policy' ? second : null, target].find((word) => word?.text === 'DROP');
  if (at)
    throw report.mistake(
      '\nThe "nat" table is not intended for filtering, the use of DROP is therefore inhibited.\n\n',
      at,
      'Only the first packet of a connection goes through nat, so dropping there misses the rest. Use the filter table.',
    );
};

/** Targets that replace an address on one side of a machine: a rule with one of them is for that side. */
const leaving = ['SNAT', 'MASQUERADE'];
const arriving = ['DNAT', 'REDIRECT'];

/** What is wrong with a chain before the tables are known: its name, and `-i` or `-o` where packets have none. */
export const checkChain = (
  command: CommandWords,
  target: Word | null,
  seen: ReadonlyMap<CoreKey, Word>,
  report: ErrorReporter,
): void => {
  const { chain } = command;
  if (!chain) return;
  const name = chain.text;
  if (byteLength(name) >= 29)
    throw report.mistake(
      `chain name \`${name}' too long (must be under 29 chars)`,
      chain,
      'A chain name has at most 28 characters.',
      name.slice(0, 28),
    );
  if (!command.readsRule && command.key !== 'delete') return;
  const refuse = (option: 'input' | 'output', letter: string, hint: string) => {
    const at = seen.get(option);
    if (at) throw report.mistake(`Can't use -${letter} with ${name}\n`, at, hint);
  };
  // Where the target and the option agree, the chain is what is wrong.
  const instead = (targets: readonly string[], chain: string, otherwise: string) =>
    target && targets.includes(target.text)
      ? `Use ${target.text} in ${chain}, where packets have one.`
      : otherwise;
  if (name === 'PREROUTING' || name === 'INPUT')
    refuse(
      'output',
      'o',
      `Packets in ${name} have no outgoing interface. ${instead(leaving, 'POSTROUTING', 'Use -i, the one they arrived on.')}`,
    );
  if (name === 'POSTROUTING' || name === 'OUTPUT')
    refuse(
      'input',
      'i',
      `Packets in ${name} have no incoming interface here. ${instead(arriving, 'PREROUTING', 'Use -o, the one they leave by.')}`,
    );
};
