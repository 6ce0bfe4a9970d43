import { byteLength, firstBytes } from '../../../text/bytes.ts';
import { parsed, refused } from '../../../text/problem.ts';
import type { Backend } from '../backend.ts';
import type { RuleSpec } from '../command.ts';
import { lineFailed } from '../restore/lineFailed.ts';
import { libiptcFailed } from './libiptcWords.ts';

const version = '1.8.9 (legacy)';

/** The structure of xt_NFLOG has room for 63 bytes of prefix. */
const withShortPrefix = (rule: RuleSpec): RuleSpec => {
  const { target } = rule;
  if (target.kind !== 'extension' || target.use.name !== 'NFLOG') return rule;
  const data = target.use.data as { readonly prefix: string };
  if (byteLength(data.prefix) <= 63) return rule;
  const use = { name: 'NFLOG', data: { ...data, prefix: firstBytes(data.prefix, 63) } };
  return { ...rule, target: { kind: 'extension', use } };
};

const whyNoTable = (name: string): string =>
  byteLength(name) < 32 ? 'Table does not exist (do you need to insmod?)' : 'Module is wrong version';

/** iptables-legacy, on the kernel's ip_tables. Reference: iptables/iptables.c, libiptc/libiptc.c. */
export const legacy: Backend = {
  name: 'legacy',
  version,
  nameAndVersion: (program) => `${program} v${version}`,
  unknownTarget: (name) => `Couldn't load target \`${name}':No such file or directory\n`,
  unknownGotoChain: (name) => `goto '${name}' is not a chain`,
  unknownTable: (name) => `can't initialize iptables table \`${name}': ${whyNoTable(name)}`,
  unknownTableToSave: (name) => `iptables-save v${version}: Cannot initialize: ${whyNoTable(name)}`,
  unknownTableToRestore: (name) => `iptables-restore: unable to initialize table '${name}'`,
  commandFailed: (failure) => libiptcFailed(failure),
  restoreLineFailed: (_failure, line) => lineFailed(line),
  policyLineFailed: (policy, chain, line, why) =>
    `iptables-restore v${version}: Can't set policy \`${policy}' on \`${chain}' line ${line}: ${why}`,
  commitFailed: (commit) => ({ message: lineFailed(commit), status: 1 }),
  declaredChainName: (name) =>
    name.length < 29
      ? parsed(name)
      : refused(
          `Invalid chain name \`${name}' (28 chars max)`,
          'A chain name has at most 28 characters. Choose a shorter one.',
        ),
  ruleMistake: () => null,
  refusesRule: () => null,
  asStored: withShortPrefix,
  asEchoed: withShortPrefix,
  actsOut: () => false,
  // /proc/net/ip_tables_names has the table used last first. Reference: iptables/iptables-save.c.
  tableOrder: (used) => used.toReversed(),
  printsInvertedAnyInterface: false,
  echoesBeforeActing: true,
  tablesExistFromStart: true,
  loadsWholeTables: true,
  resetsPolicyCountersOnChange: true,
  resolvesJumpsAtCommit: false,
};
