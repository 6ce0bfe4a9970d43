import { type Builtin, programMistake } from './builtin.ts';

/** One frame of what the real command shows again and again. Reference: procps 4.0.2, src/watch.c. */
export const watch: Builtin = {
  name: 'watch',
  usage: 'watch [-n SECONDS] COMMAND',
  summary: 'Runs a command again and again. Here it runs once: enter it again to see what changed.',
  file: true,
  *run(x, words, io, command) {
    let at = 0;
    let interval = 2;
    for (; words[at]?.text.startsWith('-'); at++) {
      const word = words[at]!;
      const attached = /^(?:-n|--interval=)(.+)$/.exec(word.text)?.[1];
      const given =
        attached ?? (word.text === '-n' || word.text === '--interval' ? words[++at]?.text : undefined);
      if (given === undefined && !/^-[dt]$/.test(word.text))
        return programMistake(
          x,
          io,
          word,
          `watch: ${word.text} is not simulated here`,
          1,
          'Here watch takes -n, -d and -t.',
        );
      if (given === undefined) continue;
      if (!/^\d*\.?\d+$/.test(given))
        return programMistake(
          x,
          io,
          words[at]!,
          `watch: failed to parse argument: '${given}'`,
          1,
          'Write seconds.',
        );
      interval = Math.max(0.1, Number(given));
    }
    const rest = words.slice(at);
    if (rest.length === 0)
      return programMistake(
        x,
        io,
        { from: command.to, to: command.to },
        'watch: no command is given',
        1,
        'Write the command behind it.',
      );
    const line = rest.map((w) => w.text).join(' ');
    io.out(`Every ${interval.toFixed(1)}s: ${line}\n\n`);
    yield* x.script(x.shell, line, rest[0]!, io);
    io.out('\n(one frame; here watch runs once)\n');
    return 0;
  },
};
