/** One sentence about a rule, as a colleague would say it, made of what its parts say. */
import type { RuleContext } from '../../extension.ts';
import type { Deed, Phrase } from '../../phrase.ts';
import { findMatch, findTarget } from '../../registry.ts';
import type { Rule, RuleTarget, TableName, Use } from '../../types.ts';
import { corePhrases } from './core.ts';
import { isKubernetes } from './known.ts';
import { type Inside, knownInside } from './knownChains.ts';
import { sayProtocol } from './names.ts';
import { deedsOf, name, type Packets, packetsOf, rateOf, whenOf } from './packets.ts';
import { isBuiltIn, verdictDeed } from './verdict.ts';
import { capital, small } from './words.ts';

/** The longest sentence, in UTF-16 units. */
const longest = 300;

/** Where a rule is, or is to be put. */
export interface RulePlace {
  readonly table: TableName;
  readonly chain: string;
}

const phrasesOf = (use: Use, context: RuleContext): readonly Phrase[] => {
  const match = findMatch(use.name)!;
  const said = match.phrase?.(use.data, context) ?? { when: match.explain(use.data) };
  return Array.isArray(said) ? said : [said as Phrase];
};

/** What Kubernetes writes beside a rule for a service: its name stands for its address. */
const serviceOf = (matches: readonly Use[]): string | undefined => {
  const comment = matches.find((m) => m.name === 'comment')?.data as { readonly comment: string } | undefined;
  const service = /^(?:[\w.-]+\/)?([\w.-]+)(?::[\w.-]+)? cluster IP$/.exec(comment?.comment ?? '')?.[1];
  return service && `the ${service} service address`;
};

const keepsOut = (target: RuleTarget): boolean =>
  (target.kind === 'verdict' && target.verdict === 'DROP') ||
  (target.kind === 'extension' && (target.use.name === 'REJECT' || target.use.name === 'LOG'));

const deedOf = (target: RuleTarget, p: Packets, context: RuleContext): Deed =>
  target.kind === 'extension'
    ? findTarget(target.use.name)!.deed(target.use.data, context)
    : verdictDeed(target, p, context);

/** No later rule of this chain sees the packets. */
const decides = (target: RuleTarget, deed: Deed): boolean => target.kind !== 'none' && !deed.goesOn;

const targetName = (target: RuleTarget): string =>
  target.kind === 'verdict' ? target.verdict : target.kind === 'extension' ? target.use.name : target.kind;

/** What follows speaks of "them", which "everything" does not go with. */
const speaksOfThem = (tail: string): boolean => /\b(they|them|their)\b/.test(tail);

const main = (deed: Deed, packets: Packets, known: Inside, most: number, many: boolean): string => {
  const naming = {
    connections: deed.connections ?? false,
    packets: deed.packets ?? false,
    most,
    subject: many,
  };
  if (deed.they !== undefined) {
    const { core, except } = name(packets, { ...naming, subject: true });
    return `${capital(known.packets ?? core)} ${deed.they}${except}`;
  }
  const does = known.does ?? deed.does ?? 'Count …';
  const { core, except } = name(packets, {
    ...naming,
    plain: does === 'Let out …',
    none: does.startsWith('Don’t '),
  });
  return does.endsWith('…')
    ? `${does.replace('…', known.packets ?? core)}${except}`
    : does.replace('…', `${known.packets ?? core}${except}${except && ','}`);
};

const finished = (packets: Packets, target: RuleTarget, deed: Deed, most: number): string => {
  const { table, chain } = packets.context;
  const known = knownInside(table, chain, targetName(target));
  const also = deedsOf(packets);
  const own = target.kind === 'none' ? also.slice(0, 1) : [];
  const rate = rateOf(packets);
  const tail = [
    rate && `, ${rate}`,
    known.does ? '' : (deed.after ?? ''),
    known.after ?? '',
    deed.goesOn && known.after === undefined ? ', and go on to the next rule' : '',
    ...also.slice(own.length).map(({ done }) => `${deed.goesOn ? ';' : ', and'} ${done}`),
    target.kind === 'none' ? '; with no -j, they carry on to the next rule' : '',
    share(packets, target, deed),
  ].join('');
  const shown = own[0] ? { ...deed, does: capital(own[0].does) } : deed;
  const body = deed.whole ?? main(shown, packets, known, most, speaksOfThem(tail));
  const when = whenOf(packets);
  return `${known.lead ?? ''}${when === '' ? body : `${capital(when)}${small(body)}`}${tail}`;
};

/** Where packets go that a rate or a share leaves over. */
const share = (p: Packets, target: RuleTarget, deed: Deed): string => {
  if (!decides(target, deed)) return '';
  if (p.phrases.some((q) => q.share)) return '; the rest fall through to the next rule';
  if (!p.phrases.some((q) => q.rate && /^(at most|until)/.test(q.rate))) return '';
  const letsPass = p.context.table === 'filter' && target.kind === 'verdict' && target.verdict === 'ACCEPT';
  const rest = letsPass ? 'rules, and a later rule or the policy has to drop it' : 'rule';
  return `; what exceeds that goes on to the next ${rest}`;
};

/**
 * The sentence about a rule, or about the rules that one line with several addresses becomes: with its full
 * stop, at most 300 characters, `around` it what a command adds. What does not fit is hinted at.
 */
export const sentenceOf = (
  rules: readonly Omit<Rule, 'id'>[],
  { table, chain }: RulePlace,
  around: { readonly before?: string; readonly after?: string } = {},
): string => {
  const { before = '', after = '' } = around;
  const framed = (text: string) =>
    `${before === '' ? text : `${before}${small(text)}`}${after}.`.replace(/\s+/g, ' ');
  const [rule] = rules;
  if (!rule) return 'It makes no rule.';
  const { matches, target, protocol } = rule;
  const context: RuleContext = {
    table,
    chain,
    rule,
    matches,
    ...(isBuiltIn(chain) && { hooks: [chain as never] }),
  };
  const phrases = [
    ...corePhrases(rules, isKubernetes(chain) ? serviceOf(matches) : undefined, keepsOut(target)),
    ...matches.flatMap((use) => phrasesOf(use, context)),
  ];
  const packets = packetsOf(
    phrases,
    protocol && !protocol.inverted ? sayProtocol(protocol.number) : null,
    context,
  );
  const deed = deedOf(target, packets, context);
  for (let most = 8; most >= 0; most--) {
    const text = framed(finished(packets, target, deed, most));
    if (text.length <= longest) return text;
  }
  return framed(
    `${(deed.does ?? 'Act on …').replace('…', 'the packets that meet all conditions of this rule')}`,
  );
};
