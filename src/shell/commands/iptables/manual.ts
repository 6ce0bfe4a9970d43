import { coreOptions } from '../../../netfilter/command/coreOptions.ts';
import { matchRegistry, targetRegistry } from '../../../netfilter/registry.ts';
import { tableNames } from '../../../netfilter/types.ts';
import { describedOption, sections, wrapped } from '../shared/manualText.ts';

/** What `man iptables` says of tables, options and extensions: what the parser declares. */
export const iptablesManual = (): string =>
  sections([
    ['TABLES', wrapped(`${tableNames.join(', ')}; filter where -t names none.`)],
    [
      'OPTIONS',
      coreOptions
        .map(({ short, long, invertible, form, help }) => {
          const names = [...(short ? [`-${short}`] : []), ...long.map((l) => `--${l}`)].join(', ');
          return describedOption(`${invertible ? '[!] ' : ''}${names}${form ? ` ${form}` : ''}`, help);
        })
        .join(''),
    ],
    ['MATCHES', wrapped(matchRegistry.names.join(', '))],
    ['TARGETS', wrapped(['ACCEPT', 'DROP', 'RETURN', ...targetRegistry.names].join(', '))],
    ['SEE ALSO', wrapped('man NAME, for each match and target: man multiport, man SNAT')],
  ]);
