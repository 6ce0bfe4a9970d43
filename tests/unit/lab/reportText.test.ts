import { expect, test } from 'vitest';
import { reportText } from '../../../src/lab/link/reportText.ts';

const lab = {
  id: 'open-the-door',
  title: 'Open the `door`',
  seed: 0,
  written: 'iptables -F\r\niptables -X\n',
};
const page = 'https://course.example/lessons/doors/';

test.each([
  [
    'of a lab',
    { page, sentence: ' It was\n dropped. ', lab },
    /#open-the-door\nExercise or lab: Open the door \(open-the-door\)\nNumbers: those in the lesson\n\nThe sentence:\n\n {4}It was dropped\.\n\nIn the lab:\n\n {4}iptables -F\n {4}iptables -X\n/,
  ],
  [
    'with numbers of a learner’s own',
    { page, sentence: 'x', lab: { ...lab, seed: 7 } },
    /\nNumbers: seed 7\n/,
  ],
  [
    'of a page',
    { page, sentence: 'The kernel replies.' },
    /^Page: \S+\/\n\nThe sentence:\n\n {4}The kernel replies\.\n\nWhat is wrong/,
  ],
  ['without a sentence', { page, sentence: '\n' }, /\n {4}\(paste it here\)\n/],
  // A fence of the learner's own ends nothing.
  ['of any text', { page, sentence: 'x', lab: { ...lab, written: '```\n@all' } }, /\n {4}```\n {4}@all\n/],
])('a report %s', (_, reported, expected) => expect(reportText(reported)).toMatch(expected));
