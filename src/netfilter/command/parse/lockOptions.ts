import type { WordReader } from '../../../text/getopt.ts';
import type { Span, Word } from '../../../text/words.ts';
import { takeWord } from './commandWords.ts';
import type { ErrorReporter } from './parseError.ts';

/** `-w` and `-W` belong to iptables-restore itself, not to a line that it reads. */
const refuseInRestore = (letter: string, span: Span, report: ErrorReporter): void => {
  throw report.mistake(
    `You cannot use \`-${letter}' from iptables-restore`,
    span,
    `Remove it here, and run iptables-restore -${letter} instead.`,
    '',
  );
};

/** `-w [SECONDS]`: the seconds, 0 where they are left out. */
export const readWait = (
  argument: Word | null,
  span: Span,
  reader: WordReader<unknown>,
  report: ErrorReporter,
  inRestore: boolean,
): number => {
  if (inRestore) refuseInRestore('w', span, report);
  const seconds = argument ?? takeWord(reader);
  if (seconds && !/^\d+(\.\d+)?$/.test(seconds.text))
    throw report.mistake(
      'wait seconds not numeric',
      seconds,
      'Write a number of seconds after -w, or nothing.',
    );
  return seconds ? Math.trunc(Number(seconds.text)) : 0;
};

/** `-W MICROSECONDS`, which does nothing any more. */
export const readWaitInterval = (word: Word, span: Span, report: ErrorReporter, inRestore: boolean): void => {
  if (inRestore) refuseInRestore('W', span, report);
  if (!/^\d+$/.test(word.text))
    throw report.mistake(
      /^[-!]/.test(word.text) ? 'wait interval value required' : 'wait interval not numeric',
      word,
      'Write a number of microseconds after -W.',
    );
  report.warnings += 'Ignoring deprecated --wait-interval option.\n';
};
