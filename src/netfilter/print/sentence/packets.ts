/** Which packets a rule is for, as facts, and the words for them. */
import type { RuleContext } from '../../extension.ts';
import type { Phrase } from '../../phrase.ts';
import { listed } from './words.ts';

/** What follows "from" or "to". */
interface Ends {
  readonly ports: string[];
  readonly addresses: string[];
}

/** The facts, each in words that `name` puts together. */
export interface Packets {
  readonly context: RuleContext;
  /** `TCP`, where the rule names one protocol. */
  readonly protocol: string | null;
  readonly phrases: readonly Phrase[];
  readonly from: Ends;
  readonly to: Ends;
  /** After "packets that". */
  readonly that: readonly string[];
  /** After "except those": `that arrive on eth0`, `to 10.0.0.1`. */
  readonly except: readonly string[];
  /** Shown where the rule says nothing else. */
  readonly alone: string | null;
}

/** What connections do anyway. */
const opening = 'open a connection';

/** Connections that people call by the name of what they carry. */
const called: Readonly<Record<string, string>> = { 'TCP 22': 'ssh connections', 'UDP 53': 'DNS queries' };

/** Sorts what the parts of a rule say into facts. */
export const packetsOf = (
  phrases: readonly Phrase[],
  protocol: string | null,
  context: RuleContext,
): Packets => {
  const ends = { from: { ports: [], addresses: [] } as Ends, to: { ports: [], addresses: [] } as Ends };
  const that: string[] = [];
  const except: string[] = [];
  for (const p of phrases) {
    for (const way of ['from', 'to'] as const) {
      const { ports, address } = p[way] ?? {};
      if (ports) ends[way].ports.push(ports);
      if (address && p.not) except.push(`${way} ${address}`);
      else if (address) ends[way].addresses.push(address);
    }
    // What opens a connection is asked for besides.
    if (p.that === opening && p.not && phrases.some((q) => q.opens)) that.push('do not begin with a SYN');
    else if (p.that) (p.not ? except : that).push(p.not ? `that ${p.that}` : p.that);
  }
  const said = phrases.filter((p) => Object.keys(p).length > 0);
  return {
    context,
    protocol,
    phrases,
    ...ends,
    that,
    except,
    alone: said.length === 1 && protocol === null ? (said[0]!.alone ?? null) : null,
  };
};

const opens = (p: Packets): boolean => p.context.table === 'nat' || p.phrases.some((phrase) => phrase.opens);

const isConnections = (p: Packets, { connections, packets }: Naming): boolean =>
  connections || p.phrases.some((phrase) => phrase.nth) || (!packets && opens(p));

const port = (p: Packets): string | undefined => {
  const ports = p.phrases.flatMap((phrase) => phrase.to?.port ?? []);
  return ports.length === 1 && p.to.ports.length === 1 ? called[`${p.protocol} ${ports[0]}`] : undefined;
};

/** `port 80 of 10.0.0.1`: of several, the first; the others go among what the packets do. */
const end = (way: 'from' | 'to', { ports, addresses }: Ends, skipPorts: boolean): string => {
  const parts = [...(skipPorts ? [] : ports.slice(0, 1)), ...addresses.slice(0, 1)];
  return parts.length ? ` ${way} ${parts.join(' of ')}` : '';
};

const others = (verb: string, { ports, addresses }: Ends): string[] =>
  [...ports.slice(1), ...addresses.slice(1)].map((end) => `${verb} ${end}`);

/** How the packets are to be named. */
export interface Naming {
  /** A rule's target acts on connections. */
  readonly connections?: boolean;
  /** It acts on packets alone, and one that opens a connection is no connection. */
  readonly packets?: boolean;
  /** They are the subject of the sentence, or are spoken of again, so that "everything" and "anything" will not do. */
  readonly subject?: boolean;
  /** Which way they go is said by the verb already, or does not matter. */
  readonly plain?: boolean;
  /** None of them is to get through: "anything", where that is shorter. */
  readonly none?: boolean;
  /** At most so many words after "that"; what is more is hinted at. */
  readonly most?: number;
}

const way = ({ context: { chain, table } }: Packets): string => {
  if (chain === 'OUTPUT') return 'outgoing ';
  if (chain === 'INPUT' && table === 'nat') return 'incoming ';
  return chain === 'PREROUTING' && table !== 'nat' ? 'incoming ' : '';
};

const noun = (p: Packets, naming: Naming): { readonly words: string; readonly hasPort: boolean } => {
  const own = p.phrases.find((phrase) => phrase.are)?.are;
  const direction = naming.plain ? '' : way(p);
  const connections = isConnections(p, naming);
  const fresh = connections && p.context.table !== 'nat' && p.phrases.some((q) => q.opens || q.nth);
  const service = connections || p.protocol === 'UDP' ? port(p) : undefined;
  const kind =
    own ?? service ?? `${p.protocol ? `${p.protocol} ` : ''}${connections ? 'connections' : 'packets'}`;
  return { words: `${direction}${fresh && !own ? 'new ' : ''}${kind}`, hasPort: service !== undefined };
};

/** The packets of a rule in words, and which of them it leaves out: `, except those to 10.0.0.1`. */
export const name = (p: Packets, naming: Naming = {}): { readonly core: string; readonly except: string } => {
  const { words, hasPort } = noun(p, naming);
  const said = p.that.filter((x) => x !== opening);
  const own = isConnections(p, naming) ? said : naming.packets && opens(p) ? [opening, ...said] : p.that;
  const predicates = [...own, ...others('come from', p.from), ...others('go to', p.to)];
  const most = naming.most ?? Number.POSITIVE_INFINITY;
  const kept = predicates.slice(0, most);
  const exceptions = p.except.slice(0, most);
  const more = predicates.length > kept.length || p.except.length > exceptions.length;
  if (more) kept.push('meet the rule’s other conditions');
  const except = exceptions.length ? `, except those ${listed(exceptions, 'or')}` : '';

  const all = naming.none ? 'any' : 'all';
  if (p.alone !== null) return { core: p.alone, except };
  const both = [end('from', p.from, false), end('to', p.to, hasPort)];
  // A long source goes last: "to port 80 from any address that …".
  const ends = (/ (that|with) /.test(both[0]!) ? both.toReversed() : both).join('');
  const narrowed =
    ends !== '' || kept.length > 0 || hasPort || p.phrases.some((q) => q.are || q.opens || q.nth);
  const nth = p.phrases.find((q) => q.nth)?.nth;
  if (nth) {
    const one = words.replace(/^new /, '').replace(/s$/, '');
    const from = p.from.addresses.length || p.from.ports.length ? end('from', p.from, false) : '';
    return {
      core: `${nth.which} ${one} from ${nth.from}${from && ` (${from.trim()})`}${end('to', p.to, hasPort)}${thats(kept)}`,
      except,
    };
  }
  const share = p.phrases.find((q) => q.share)?.share;
  if (share) return { core: `${share} of the ${words}${ends}${thats(kept)}`, except };
  if (naming.none && !naming.subject && words === 'packets' && ends !== '' && kept.length === 0)
    return { core: `anything${ends}`, except };
  if (narrowed) return { core: `${words}${ends}${thats(kept)}`, except };
  if (except !== '') return { core: `${all} ${words}`, except };
  if (p.protocol === null && naming.none && !naming.subject)
    return { core: 'anything that gets this far', except };
  if (p.protocol === null && !naming.subject)
    return {
      core: naming.connections ? 'all connections that get this far' : 'everything that gets this far',
      except,
    };
  return { core: `${all} ${words} that get this far`, except };
};

const thats = (predicates: readonly string[]): string =>
  predicates.length ? ` ${listed(predicates.map((x) => `that ${x}`))}` : '';

/** How often, and what else has to be so; empty where the rule does not say. */
export const rateOf = (p: Packets): string => listed(p.phrases.flatMap((q) => q.rate ?? []));
export const whenOf = (p: Packets): string => {
  const when = p.phrases.flatMap((q) => q.when ?? []);
  return when.length ? `if ${listed(when)}, ` : '';
};

/** What the matches themselves do: as a command with `…` for the packets, and as a clause about them. */
export const deedsOf = (p: Packets): readonly { readonly does: string; readonly done: string }[] =>
  p.phrases.flatMap(({ does, done }) => (does && done ? [{ does, done }] : []));
