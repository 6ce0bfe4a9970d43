import { suggest } from '../netfilter/suggest.ts';
import type { Problem } from '../netfilter/problem.ts';
import { parameters } from '../network/sysctl.ts';
import { readFile } from './files.ts';
import { type Declared, readOptions } from './options.ts';
import { type Program, problemAt, refused } from './shell.ts';

const options: Declared = {};

/** `cat [FILE…]`: what /proc says, or what a pipe gives it. */
export const cat: Program = (world, name, words, input) => {
  const host = world.hosts[name]!;
  const read = readOptions('cat', words, options, 'AbeEnstTuv', 1);
  if ('message' in read) return refused(world, { ...read, hint: 'Here cat takes files alone.' });
  const problems: Problem[] = [];
  let out = read.rest.length === 0 ? input : '';
  for (const word of read.rest) {
    const text = readFile(world, host, word.text);
    if (text !== null) {
      out += text;
      continue;
    }
    const near = suggest(word.text.split('/').at(-1)!, [...parameters(host).keys()].map((k) => k.split('.').at(-1)!));
    problems.push(problemAt(word, `cat: ${word.text}: No such file or directory`, 1, near && word.text.startsWith('/proc/sys/') ? `Did you mean ${near}?` : 'Here are the files of /proc/sys/net that sysctl -a lists, and /proc/net/nf_conntrack.'));
  }
  return { world, stdout: out, stderr: problems.map((p) => `${p.message}\n`).join(''), status: problems.length ? 1 : 0, problems };
};
