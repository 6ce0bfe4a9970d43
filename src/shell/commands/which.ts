import { printed } from './shared/result.ts';
import { commandOn, defineCommand, type FoundIn } from './shellCommand.ts';

const usual: readonly FoundIn[] = ['/usr/bin'];

/** Reference: debianutils 5.7, which. */
export const which = defineCommand({
  name: 'which',
  usage: 'which NAME…',
  summary: 'Prints where a program’s file is.',
  needs: ['shell'],
  run({ shell, words, host }) {
    const { backend } = shell.world.hosts[host]!.filter;
    const paths = words.flatMap(({ text }): readonly string[] => {
      const command = commandOn(shell.commands, text, backend);
      const folder = command && (command.foundIn ?? usual).find((place) => place !== 'shell');
      return folder ? [`${folder}/${text}\n`] : [];
    });
    return printed(paths.join(''), { status: words.length && paths.length === words.length ? 0 : 1 });
  },
});
