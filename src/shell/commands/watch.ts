import { printed, problemAt, refused } from './shared/result.ts';
import { defineCommand } from './shellCommand.ts';

/** One frame of what the real command shows again and again. Reference: procps 4.0.2, src/watch.c. */
export const watch = defineCommand({
  name: 'watch',
  usage: 'watch [-n SECONDS] COMMAND',
  summary: 'Runs a command again and again. Here it runs once: enter it again to see what changed.',
  needs: ['shell'],
  *run({ shell, words, io, at: command }) {
    let first = 0;
    let interval = 2;
    for (; words[first]?.text.startsWith('-'); first++) {
      const word = words[first]!;
      const attached = /^(?:-n|--interval=)(.+)$/.exec(word.text)?.[1];
      const given =
        attached ?? (word.text === '-n' || word.text === '--interval' ? words[++first]?.text : undefined);
      if (given === undefined && !/^-[dt]$/.test(word.text))
        return refused(
          problemAt(word, `watch: ${word.text} is not simulated here`, 1, 'Here watch takes -n, -d and -t.'),
        );
      if (given === undefined) continue;
      if (!/^\d*\.?\d+$/.test(given))
        return refused(
          problemAt(words[first]!, `watch: failed to parse argument: '${given}'`, 1, 'Write seconds.'),
        );
      interval = Math.max(0.1, Number(given));
    }
    const rest = words.slice(first);
    if (rest.length === 0)
      return refused(
        problemAt(
          { from: command.to, to: command.to },
          'watch: no command is given',
          1,
          'Write the command after it.',
        ),
      );
    const line = rest.map((w) => w.text).join(' ');
    io.out(`Every ${interval.toFixed(1)}s: ${line}\n\n`);
    yield* shell.script(shell.state, line, rest[0]!, io);
    return printed('\n(one frame; here watch runs once)\n');
  },
});
