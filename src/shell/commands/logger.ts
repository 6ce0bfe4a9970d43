import { readOptions } from './shared/options.ts';
import { printed, problemAt, refused } from './shared/result.ts';
import { defineCommand } from './shellCommand.ts';

const facilities =
  'auth authpriv cron daemon ftp kern local0 local1 local2 local3 local4 local5 local6 local7 lpr mail news security syslog user uucp'.split(
    ' ',
  );
const levels = 'alert crit debug emerg err error info notice panic warn warning'.split(' ');

/** There is no log to read here; what it is told is gone. Reference: util-linux 2.38.1, misc-utils/logger.c. */
export const logger = defineCommand({
  name: 'logger',
  usage: 'logger [-t NAME] [-p FACILITY.LEVEL] [-s] TEXT…',
  summary: 'Writes a line to the system log, which is not kept here; -s prints it too.',
  needs: ['input'],
  readsInput: (words) => words.every((word) => word.text.startsWith('-')),
  run({ words }) {
    const read = readOptions(
      'logger',
      words,
      {
        tag: { names: ['-t', '--tag'], takes: 'required' },
        priority: { names: ['-p', '--priority'], takes: 'required' },
        stderr: { names: ['-s', '--stderr'] },
        pid: { names: ['-i'] },
        id: { names: ['--id'], takes: 'optional' },
      },
      'ednPSTuf --no-act --file --server --socket --size',
      1,
    );
    if ('message' in read) return refused(read);
    const { of, rest } = read;
    const priority = of['priority'];
    if (priority) {
      const [facility, level] = priority.text.includes('.')
        ? priority.text.split('.')
        : ['user', priority.text];
      const wrong = !facilities.includes(facility!)
        ? `unknown facility name: ${facility}`
        : levels.includes(level!)
          ? null
          : `unknown priority name: ${level}`;
      if (wrong)
        return refused(problemAt(priority, `logger: ${wrong}`, 1, 'user.info is one that there is.'));
    }
    const text = rest.map((word) => word.text).join(' ');
    const number = of['stderr'] ? `<${priorityOf(priority?.text ?? 'user.notice')}>` : '';
    return printed('', {
      stderr: of['stderr'] && text !== '' ? `${number}${of['tag']?.text ?? 'root'}: ${text}\n` : '',
    });
  },
});

/** The number in front of a line: eight times the facility's, and the level's. */
const priorityOf = (text: string): number => {
  const [facility, level] = text.includes('.') ? text.split('.') : ['user', text];
  const numbers = [
    'kern',
    'user',
    'mail',
    'daemon',
    'auth',
    'syslog',
    'lpr',
    'news',
    'uucp',
    'cron',
    'authpriv',
    'ftp',
  ];
  const local = /^local([0-7])$/.exec(facility!);
  const first = local
    ? 16 + Number(local[1])
    : Math.max(0, numbers.indexOf(facility === 'security' ? 'auth' : facility!));
  const names = [
    ['emerg', 'panic'],
    ['alert'],
    ['crit'],
    ['err', 'error'],
    ['warning', 'warn'],
    ['notice'],
    ['info'],
    ['debug'],
  ];
  return first * 8 + names.findIndex((spellings) => spellings.includes(level!));
};
