import type { ErrorMessage, Failure } from '../backend.ts';

/**
 * The words for each failure. nf_tables' command has most of them too. Reference: libiptc/libiptc.c, iptc_strerror.
 */
export const libiptcWords: Readonly<Record<Failure, string>> = {
  'no such chain': 'No chain/target/match by that name',
  'no such rule': 'Bad rule (does a matching rule exist in that chain?)',
  'no such rule with this target': 'No chain/target/match by that name',
  'chain exists': 'Chain already exists',
  'chain not empty': 'Directory not empty',
  'chain in use': 'Too many links',
  'chain is built in': 'Invalid argument',
  'chain drops': 'Directory not empty',
  'name taken': 'File exists',
  'no such table': 'No chain/target/match by that name',
  'no policy': 'Bad built-in chain name',
  'bad policy': 'Bad policy name',
  'insertion too big': 'Index of insertion too big',
  'replacement too big': 'Index of replacement too big',
  'deletion too big': 'Index of deletion too big',
  'counter too big': 'Index of counter too big',
  'Invalid argument': 'Invalid argument',
  'Numerical result out of range': 'Numerical result out of range',
  'No chain/target/match by that name': 'No chain/target/match by that name',
  'Too many levels of symbolic links': 'Too many levels of symbolic links',
  'Operation not supported': 'Operation not supported',
};

/** Failures whose errno is EINVAL. */
const invalidArgument: readonly Failure[] = ['Invalid argument', 'bad policy', 'chain is built in'];

/**
 * A failed command as both backends report it: `iptables: Chain already exists.` After EINVAL the command points to
 * the kernel's log. Reference: iptables/iptables-standalone.c.
 */
export const libiptcFailed = (failure: Failure, words = libiptcWords[failure]): ErrorMessage => ({
  message: `iptables: ${words}.${invalidArgument.includes(failure) ? " Run `dmesg' for more information." : ''}`,
  status: 1,
});
