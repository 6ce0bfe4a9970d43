import type { Problem } from '../../text/problem.ts';
import type { PacketFilter } from '../types.ts';
import type { EntryCommand } from './entryCommand.ts';
import type { IpsetError } from './ipsetError.ts';
import { ipsetVersion } from './runSetCommand.ts';

/** What `ipset` did to one host's sets, and what it printed. */
export interface IpsetResult {
  readonly filter: PacketFilter;
  readonly stdout: string;
  readonly stderr: string;
  readonly status: number;
  readonly problems: readonly Problem[];
}

/** What was printed before a line was refused, and the number of that line in a restored text. */
interface Before {
  readonly stdout?: string;
  readonly stderr?: string;
  readonly lineNumber?: number;
}

const helpAdvice = "\nTry `ipset help' for more information.";

/** The result of a line that is refused. */
export const refusedResult = (
  filter: PacketFilter,
  { at, message, hint, status, replacement }: IpsetError,
  { stdout = '', stderr = '', lineNumber = 0 }: Before = {},
): IpsetResult => {
  const isOurs = message.endsWith('is not simulated here');
  const inLine = lineNumber > 0 && status === 1 ? `Error in line ${lineNumber}: ` : '';
  const text = isOurs
    ? `ipset: ${message}`
    : `${ipsetVersion}: ${inLine}${message}${status === 2 ? helpAdvice : ''}`;
  const problem: Problem = {
    from: at.from,
    to: at.to,
    message: text,
    hint,
    status,
    ...(replacement !== undefined && { replacement }),
  };
  return { filter, stdout, stderr: `${stderr}${text}\n`, status, problems: [problem] };
};

/** What `test` prints. */
export const testMessage = ({ name, elements }: EntryCommand, found: boolean): string =>
  found ? `Warning: ${elements.text} is in set ${name}.\n` : `${elements.text} is NOT in set ${name}.\n`;
