/** What verdicts, jumps and a missing target do to a rule's packets, in words. */
import { own } from '../../../text/own.ts';
import type { RuleContext } from '../../extension.ts';
import type { Deed } from '../../phrase.ts';
import type { Hook, Rule } from '../../types.ts';
import { knownDestination } from './knownChains.ts';
import { sayInterface } from './names.ts';
import { name, type Packets } from './packets.ts';
import { capital } from './words.ts';

const hooks: readonly string[] = ['PREROUTING', 'INPUT', 'FORWARD', 'OUTPUT', 'POSTROUTING'] satisfies Hook[];

/** Whether a chain is one of the kernel's own, with a policy. */
export const isBuiltIn = (chain: string): boolean => hooks.includes(chain);

const lets: Readonly<Record<string, string>> = {
  INPUT: 'Let in …',
  FORWARD: 'Forward …',
  OUTPUT: 'Let out …',
};

/** A rule of INPUT for new connections, with nothing to say but who and to where. */
const mayOpen = (p: Packets, { rule, chain, table }: RuleContext): string | null => {
  const asksMore = p.phrases.some((q) => q.are || q.when || q.share || q.rate || q.nth || q.does);
  const others = p.that.filter((x) => !x.startsWith('arrive on ')).length > 0 || p.except.length > 0;
  if (table !== 'filter' || chain !== 'INPUT' || asksMore || others) return null;
  if (!p.phrases.some((q) => q.opens) || rule.source?.inverted || rule.input?.inverted) return null;
  if (p.from.ports.length || p.from.addresses.length > 1) return null;
  const from = p.from.addresses[0];
  const who = from === undefined ? 'anyone' : from.includes('/') ? `machines in ${from}` : from;
  const on = rule.input && rule.input.name !== '+' ? ` on ${sayInterface(rule.input)}` : '';
  const { core } = name({ ...p, from: { ports: [], addresses: [] }, that: [] });
  return capital(
    `${who}${on} may open ${core.replace(/^(all )?new /, '').replace(' that get this far', '')}`,
  );
};

/** A rule for what comes to a network from others: `Let other networks reach TCP port 80 of 172.17.0.2`. */
const mayReach = (p: Packets, { rule }: RuleContext): string | null => {
  const [port] = p.to.ports;
  const [address] = p.to.addresses;
  const said = p.phrases.filter((q) => Object.keys(q).length > 0).length;
  const others = rule.input?.inverted && !rule.output?.inverted && rule.input.name === rule.output?.name;
  if (!others || !port || !address || said !== 3 || p.except.length) return null;
  return `Let other networks reach ${p.protocol ? `${p.protocol} ` : ''}${port} of ${address}`;
};

const accept = (p: Packets, context: RuleContext): Deed => {
  const { table, chain } = context;
  const deed = p.phrases.find((q) => q.accept)?.accept;
  switch (table) {
    case 'filter': {
      const whole = mayOpen(p, context) ?? mayReach(p, context);
      return whole ? { whole } : { does: deed ?? own(lets, chain) ?? 'Accept …' };
    }
    case 'nat':
      return {
        does: 'Don’t translate …',
        after: isBuiltIn(chain)
          ? `: the rest of nat ${chain} is skipped`
          : ': the rest of this chain is skipped, and of the chains that jumped here',
      };
    case 'raw':
    case 'mangle':
    case 'security':
      // A packet can meet another chain of the same table later.
      return isBuiltIn(chain)
        ? { does: `Skip the rest of ${table} ${chain} for …` }
        : { does: 'Skip the rest of this chain, and of the chains that jumped here, for …' };
  }
};

const drop = ({ table, chain }: RuleContext): Deed =>
  table === 'filter' && chain === 'FORWARD' ? { does: 'Don’t forward …' } : { does: 'Drop …' };

/** What a rule does, where its target is no extension. */
export const verdictDeed = (
  target: Exclude<Rule['target'], { readonly kind: 'extension' }>,
  p: Packets,
  context: RuleContext,
): Deed => {
  switch (target.kind) {
    case 'none':
      return {};
    case 'jump':
      return { they: knownDestination(context.table, target.chain) ?? `go to the chain ${target.chain}` };
    case 'goto':
      return {
        they: knownDestination(context.table, target.chain) ?? `go to the chain ${target.chain}`,
        after: ', and do not come back here',
      };
    case 'verdict':
      switch (target.verdict) {
        case 'ACCEPT':
          return accept(p, context);
        case 'DROP':
          return drop(context);
        case 'RETURN':
          return isBuiltIn(context.chain)
            ? { does: 'Stop here for …', after: `: the policy of ${context.chain} decides` }
            : { does: 'Stop here for …', after: ', and go back to the calling chain' };
        case 'QUEUE':
          return { they: 'are handed to a program, which decides' };
      }
  }
};
