import { kindAt } from '../fileSystem.ts';
import { printed } from './shared/result.ts';
import { defineCommand } from './shellCommand.ts';

/** Where rules are kept over a reboot, and the plugin that loads and saves them. */
export const rulesFiles = [
  { command: 'iptables', path: '/etc/iptables/rules.v4', plugin: '15-ip4tables', family: 'IPv4' },
  { command: 'ip6tables', path: '/etc/iptables/rules.v6', plugin: '25-ip6tables', family: 'IPv6' },
] as const;

const plugins = '/usr/share/netfilter-persistent/plugins.d';
const usage = 'Usage: /usr/sbin/netfilter-persistent (start|stop|restart|reload|flush|save)\n';

/**
 * Saves the rules for the next boot, or loads those that were saved. Reference: netfilter-persistent and iptables-persistent 1.0.20, with
 * Debian's configuration: rules are tested before they are loaded.
 */
export const netfilterPersistent = defineCommand({
  name: 'netfilter-persistent',
  usage: 'netfilter-persistent save|start|reload|flush',
  summary: 'Saves the rules to /etc/iptables, from where they are loaded at boot; or loads them now.',
  needs: ['shell'],
  *run({ shell, words: [word], at, io }) {
    const verb = word?.text === 'restart' || word?.text === 'reload' ? 'start' : word?.text;
    if (verb === 'stop')
      return printed("Automatic flush disabled; use '/usr/sbin/netfilter-persistent flush'\n");
    if (verb !== 'start' && verb !== 'save' && verb !== 'flush') return printed(usage);
    const run = (text: string) => shell.script(shell.state, text, at, io);
    for (const { command, path, plugin, family } of rulesFiles) {
      io.err(`run-parts: executing ${plugins}/${plugin} ${verb}\n`);
      switch (verb) {
        case 'save':
          yield* run(`${command}-save > ${path}`);
          break;
        case 'start': {
          const notLoaded = `Error: ${family} rules failed test load. New rules NOT loaded\n`;
          if (kindAt(shell.fileSystem, path) !== 'file') {
            io.out(`Warning: skipping ${family} (no rules to load)\n`);
            // The plugin for IPv6 goes on to read the file.
            if (family === 'IPv6') {
              io.err(`${plugins}/${plugin}: 39: cannot open ${path}: No such file\n`);
              io.out(notLoaded);
            }
          } else if ((yield* run(`${command}-restore --test < ${path}`)) !== 0) io.out(notLoaded);
          else yield* run(`${command}-restore < ${path}`);
          break;
        }
        case 'flush':
          yield* run(flushing(command));
      }
    }
    return printed('');
  },
});

/** Sets every policy that there is to ACCEPT, and empties every table. */
const flushing = (command: 'iptables' | 'ip6tables'): string => `
for table in $(${command}-save | grep -o '^[*].*' | tr -d '*'); do
  for chain in $(${command}-save -t $table | grep -o '^:[A-Z]*' | tr -d :); do
    ${command} -t $table -P $chain ACCEPT
  done
  ${command} -t $table -F
  ${command} -t $table -Z
  ${command} -t $table -X
done`;
