import { kindOf } from './shared/kindOf.ts';
import { printed, problemAt, refused } from './shared/result.ts';
import { defineCommand } from './shellCommand.ts';

/** Reference: bash 5.2, builtins/command.def. */
export const command = defineCommand({
  name: 'command',
  usage: 'command [-v | -V] NAME…',
  summary: 'Runs a command that a function hides; -v says where it is.',
  isBuiltin: true,
  needs: ['shell'],
  *run({ shell, words, io, says }) {
    let mode: 'run' | '-v' | '-V' = 'run';
    let first = 0;
    for (; /^-./.test(words[first]?.text ?? ''); first++) {
      const { text } = words[first]!;
      if (text === '-v' || text === '-V') mode = text;
      else if (text === '--') {
        first++;
        break;
      } else if (text !== '-p')
        return shell.refuse({ ...words[first]!, what: `command ${text}`, hint: 'There are -v and -V.' });
    }
    const rest = words.slice(first);
    if (rest.length === 0) return printed('');
    if (mode === 'run') return printed('', { status: yield* shell.run(rest, io, false) });
    let out = '';
    let err = '';
    let found = 0;
    for (const { text } of rest) {
      const kind = kindOf(shell, text);
      if (kind) {
        found++;
        out += mode === '-V' ? kind.sentence : `${kind.kind === 'file' ? kind.path : text}\n`;
      } else if (mode === '-V') err += `${says}command: ${text}: not found\n`;
    }
    return printed(out, { stderr: err, status: found > 0 ? 0 : 1 });
  },
});

/** Reference: bash 5.2, builtins/builtin.def. */
export const builtin = defineCommand({
  name: 'builtin',
  usage: 'builtin NAME…',
  summary: 'Runs a command of the shell itself, which a function may hide.',
  isBuiltin: true,
  needs: ['shell'],
  *run({ shell, words, io, says }) {
    const [first] = words;
    if (!first) return printed('');
    if (!shell.commands.find(first.text)?.isBuiltin)
      return refused(
        problemAt(
          first,
          `${says}builtin: ${first.text}: not a shell builtin`,
          1,
          'type says what a name is.',
        ),
      );
    return printed('', { status: yield* shell.run(words, io, false) });
  },
});
