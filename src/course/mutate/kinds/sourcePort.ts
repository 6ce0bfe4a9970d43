import { alterOptions } from '../alter.ts';
import type { Misconception } from '../misconception.ts';

const other: Readonly<Record<string, string>> = {
  '--dport': '--sport',
  '--sport': '--dport',
  '--dports': '--sports',
  '--sports': '--dports',
};

export const sourcePort: Misconception = {
  id: 'source-port',
  name: '`--sport` and `--dport` mixed up',
  says: 'You named the port on the wrong side. A client asks the port of the service, so that is the destination port of its packets. Its own port, the source, can be almost any number.',
  alwaysWrong: true,
  mutants: (right) =>
    alterOptions(right, (option) => {
      const name = other[option.name];
      return name ? [{ ...option, name }] : [];
    }),
};
