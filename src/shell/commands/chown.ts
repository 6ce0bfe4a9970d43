import { isThere, kindAt } from '../fileSystem.ts';
import { gnuOptions } from './shared/options.ts';
import { Report } from './shared/report.ts';
import { missingOperand, problemAt, refused } from './shared/result.ts';
import { quoted } from './shared/textSources.ts';
import { defineCommand, type ShellCommand } from './shellCommand.ts';

/** Root, by its name or a number; a number alone needs no user. */
const isKnown = (name: string): boolean => /^(root|\d+)$/.test(name);

/** What is wrong with an owner as it is written; null where nothing is. */
const wrongOwner = (name: 'chown' | 'chgrp', text: string): string | null => {
  if (name === 'chgrp') return text === '' || isKnown(text) ? null : `invalid group: ${quoted(text)}`;
  const [, user, group] = /^([^:.]*)(?:[:.](.*))?$/s.exec(text)!;
  if (user === '' && group === undefined) return null;
  if (group === '' && !/^(root)?$/.test(user!)) return `invalid spec: ${quoted(text)}`;
  if (user !== '' && !isKnown(user!)) return `invalid user: ${quoted(text)}`;
  return group === undefined || group === '' || isKnown(group) ? null : `invalid group: ${quoted(text)}`;
};

/** Files here have no owners: what is asked is checked, and nothing changes. Reference: GNU coreutils 9.1, src/chown.c. */
const owning = (name: 'chown' | 'chgrp'): ShellCommand =>
  defineCommand({
    name,
    usage: name === 'chown' ? 'chown [-R] [USER][:GROUP] FILE…' : 'chgrp [-R] GROUP FILE…',
    summary: 'Gives files to a user or group. All are of root here, and stay so.',
    needs: ['files'],
    run(call) {
      const read = gnuOptions(
        name,
        call.words,
        {
          recursive: { names: ['-R', '--recursive'] },
          quiet: { names: ['-f', '--silent', '--quiet'] },
          link: { names: ['-h', '--no-dereference'] },
        },
        'cvHLP --changes --verbose --dereference --from --reference --help --version',
      );
      if ('message' in read) return refused(read);
      const [owner, ...files] = read.rest;
      if (!owner) return missingOperand(name, call.words, `Write ${name} OWNER FILE.`);
      if (files.length === 0)
        return missingOperand(
          name,
          call.words,
          `Write ${name} OWNER FILE.`,
          `missing operand after ${quoted(owner.text)}`,
        );
      const wrong = wrongOwner(name, owner.text);
      if (wrong) return refused(problemAt(owner, `${name}: ${wrong}`, 1, 'There is root here.'));
      const report = new Report();
      if (name === 'chown' && /^[^:.]*\./.test(owner.text))
        report.warn(`chown: warning: '.' should be ':': ${quoted(owner.text)}`, 0);
      for (const word of files) {
        const kind = word.text === '' ? 'ENOENT' : kindAt(call, word.text);
        if (isThere(kind)) continue;
        if (read.of['quiet']) report.status = 1;
        else report.noFile(word, `${name}: cannot access '${word.text}'`, kind);
      }
      return report.done();
    },
  });

export const chown = owning('chown');
export const chgrp = owning('chgrp');
