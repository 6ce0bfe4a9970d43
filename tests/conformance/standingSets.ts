import { emptyFilterOf } from '../../src/netfilter/ruleset.ts';
import { ipsetCommand } from '../../src/netfilter/sets/ipsetCommand.ts';
import type { BackendName, PacketFilter } from '../../src/netfilter/types.ts';
import { splitWords } from '../../src/text/words.ts';

/** Sets that every host of the tables, the rulesets and the random rules has, so that rules may ask them. */
export const standingSets =
  'create blocked hash:ip timeout 600 counters\ncreate nets hash:net\ncreate pairs hash:ip,port\ncreate ports bitmap:port range 0-1023\ncreate lists list:set\n';

/** Such a host, without any rule. */
export const hostWithSets = (backend: BackendName): PacketFilter => {
  const { filter, stderr } = ipsetCommand(
    emptyFilterOf(backend),
    splitWords('restore').words,
    standingSets,
    0,
  );
  if (stderr !== '') throw new Error(stderr);
  return filter;
};
