import { gnuOptions } from './shared/options.ts';
import { printed, refused } from './shared/result.ts';
import { defineCommand } from './shellCommand.ts';

/** The kernel whose behaviour is simulated. Reference: GNU coreutils 9.1, src/uname.c. */
export const uname = defineCommand({
  name: 'uname',
  usage: 'uname [-a] [-s] [-n] [-r] [-m] [-o]',
  summary: 'Says which kernel this behaves like.',
  needs: [],
  run({ words, host }) {
    const read = gnuOptions(
      'uname',
      words,
      {
        all: { names: ['-a', '--all'] },
        s: { names: ['-s', '--kernel-name'] },
        n: { names: ['-n', '--nodename'] },
        r: { names: ['-r', '--kernel-release'] },
        v: { names: ['-v', '--kernel-version'] },
        m: { names: ['-m', '--machine'] },
        o: { names: ['-o', '--operating-system'] },
      },
      'pi --processor --hardware-platform --help --version',
    );
    if ('message' in read) return refused(read);
    const all = { s: 'Linux', n: host, r: '6.18.0', v: '#1 SMP', m: 'x86_64', o: 'GNU/Linux' } as const;
    const keys = (Object.keys(all) as (keyof typeof all)[]).filter((k) => read.of['all'] || read.of[k]);
    return printed(`${(keys.length ? keys : ['s' as const]).map((k) => all[k]).join(' ')}\n`);
  },
});
