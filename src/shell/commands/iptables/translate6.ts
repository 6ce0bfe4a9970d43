/**
 * `ip6tables` and its siblings: a filter of their own, which no packet here meets, since networks here are IPv4.
 * Rules are read and printed by iptables' own code: an IPv6 address is there as an IPv4 one that nothing else uses,
 * and ICMPv6 as ICMP. What has no such counterpart is refused by its name.
 */
import { emptyFilterOf } from '../../../netfilter/ruleset.ts';
import type { PacketFilter } from '../../../netfilter/types.ts';
import type { Filter6 } from '../../../network/world.ts';
import type { Word } from '../../../text/words.ts';
import { parseNetwork6 } from './address6.ts';

/** Names of ICMPv6 types, as ip6tables takes them. Reference: extensions/libip6t_icmp6.c */
const icmpTypes: ReadonlyMap<string, string> = new Map(
  `destination-unreachable=1 no-route=1/0 communication-prohibited=1/1 beyond-scope=1/2 address-unreachable=1/3
  port-unreachable=1/4 failed-policy=1/5 reject-route=1/6 packet-too-big=2 time-exceeded=3 ttl-exceeded=3
  ttl-zero-during-transit=3/0 ttl-zero-during-reassembly=3/1 parameter-problem=4 bad-header=4/0
  unknown-header-type=4/1 unknown-option=4/2 echo-request=128 ping=128 echo-reply=129 pong=129
  mld-listener-query=130 mld-listener-report=131 mld-listener-done=132 router-solicitation=133
  router-advertisement=134 neighbour-solicitation=135 neighbor-solicitation=135 neighbour-advertisement=136
  neighbor-advertisement=136 redirect=137`
    .split(/\s+/)
    .map((entry) => entry.split('=') as [string, string]),
);
/** What REJECT sends, and IPv4's counterpart. */
const rejects: readonly (readonly [string, string])[] = [
  ['icmp6-no-route', 'icmp-net-unreachable'],
  ['icmp6-adm-prohibited', 'icmp-admin-prohibited'],
  ['icmp6-addr-unreachable', 'icmp-host-unreachable'],
  ['icmp6-port-unreachable', 'icmp-port-unreachable'],
];
const rejectSpellings: ReadonlyMap<string, string> = new Map([
  ...rejects,
  ['no-route', 'icmp-net-unreachable'],
  ['adm-prohibited', 'icmp-admin-prohibited'],
  ['addr-unreach', 'icmp-host-unreachable'],
  ['port-unreach', 'icmp-port-unreachable'],
  ['tcp-reset', 'tcp-reset'],
]);
const unsupported = new Set('ah dst eui64 frag hbh hl icmp ipv6header mh rt srh HL SNPT DNPT'.split(' '));

/** A filter without rules. */
export const emptyFilter6 = (backend: PacketFilter['backend']): Filter6 => ({
  filter: emptyFilterOf(backend),
  addresses: [],
});

/** Why a line is not run: ip6tables' own words, or what is not simulated here. */
export class Refused6 {
  readonly at: Pick<Word, 'from' | 'to'>;
  readonly message: string;
  readonly status: number;
  constructor(at: Pick<Word, 'from' | 'to'>, message: string, status: number) {
    this.at = at;
    this.message = message;
    this.status = status;
  }
}

/** Puts IPv4's words in the place of IPv6's, and remembers which addresses there are. */
export class Translator {
  readonly #addresses: string[];
  readonly #says: string;

  /** `says` begins iptables' messages: `ip6tables v1.8.9 (legacy)`. */
  constructor(addresses: readonly string[], says: string) {
    this.#addresses = [...addresses];
    this.#says = says;
  }

  get addresses(): readonly string[] {
    return this.#addresses;
  }

  /** The words of a command or of a rule. Throws a `Refused6`. */
  words(given: readonly Word[]): readonly Word[] {
    return given.map((word, i) => {
      const option = given[i - 1]?.text ?? '';
      const text = this.#word(option, word, given);
      return text === word.text ? word : { ...word, text };
    });
  }

  #word(option: string, word: Word, all: readonly Word[]): string {
    const { text } = word;
    if (text === '--icmpv6-type') return '--icmp-type';
    switch (option) {
      case '-s':
      case '-d':
      case '--src':
      case '--dst':
      case '--source':
      case '--destination':
        return text
          .split(',')
          .map((part) => this.#address(part, word))
          .join(',');
      case '-p':
      case '--protocol':
      case '--proto':
        if (['icmpv6', 'ipv6-icmp', 'icmp6', '58'].includes(text.toLowerCase())) return 'icmp';
        if (text === 'icmp' || text === '1') throw this.#not(word, 'IPv4’s icmp');
        return text;
      case '--icmpv6-type':
        return icmpTypes.get(text) ?? text;
      case '--reject-with':
        return rejectSpellings.get(text) ?? text;
      case '-m':
      case '--match':
      case '-j':
      case '--jump':
        if (text === 'icmp6' || text === 'icmpv6') return 'icmp';
        if (unsupported.has(text)) throw this.#not(word, text);
        return text;
      case '--to-source':
      case '--to-destination':
      case '--to':
        if (all.some((w) => /^(SNAT|DNAT|NETMAP)$/.test(w.text)) && text.includes(':'))
          throw this.#not(word, `the address ${text}`);
        return text;
      default:
        return text;
    }
  }

  #not(word: Word, what: string): Refused6 {
    return new Refused6(word, `ip6tables: ${what} is not simulated here`, 2);
  }

  #address(text: string, word: Word): string {
    const network = parseNetwork6(text);
    if (network === null)
      throw new Refused6(
        word,
        `${this.#says}: host/network \`${text.replace(/\/.*/, '')}' not found\nTry \`ip6tables -h' or 'ip6tables --help' for more information.`,
        2,
      );
    if (network === '::/0') return '0.0.0.0/0';
    const known = this.#addresses.indexOf(network);
    const index = known < 0 ? this.#addresses.push(network) - 1 : known;
    return `240.0.${index >> 8}.${index & 255}`;
  }

  /** IPv6's words again, in what iptables printed. */
  back(printed: string): string {
    const address = (a: string, b: string) => this.#addresses[Number(a) * 256 + Number(b)] ?? '::/128';
    // A column keeps its width.
    const column = (text: string, blanks: string, before: string) =>
      text.padEnd(blanks.length > 1 ? before.length + blanks.length - 1 : 0) + (blanks ? ' ' : '');
    return printed
      .replace(/\b240\.0\.(\d+)\.(\d+)\/32/g, (_, a: string, b: string) => address(a, b))
      .replace(/\b240\.0\.(\d+)\.(\d+)( *)/g, (whole, a: string, b: string, blanks: string) =>
        column(address(a, b).replace(/\/128$/, ''), blanks, whole.trimEnd()),
      )
      .replace(/\b0\.0\.0\.0\/0( *)/g, (_, blanks: string) => column('::/0', blanks, '0.0.0.0/0'))
      .replace(/-p icmp\b/g, '-p ipv6-icmp')
      .replace(/-m icmp --icmp-type/g, '-m icmp6 --icmpv6-type')
      .replace(/-m icmp ! --icmp-type/g, '-m icmp6 ! --icmpv6-type')
      .replace(/\bicmptype (\d+)/g, 'ipv6-icmptype $1')
      .replace(/^(.{0,40}?)\b(\d+) {4}-- /gm, (whole, start: string, number: string) =>
        number === '1' ? `${start}58   -- ` : whole,
      )
      .replace(/^.*\bicmp --.*$/gm, named)
      .replace(/\bicmp-(net-unreachable|admin-prohibited|host-unreachable|port-unreachable)\b/g, (word) => {
        const found = rejects.find(([, four]) => four === word);
        return found ? found[0] : word;
      })
      .replace(/(?<![\w.-])iptables(?=[ :-])/g, 'ip6tables');
  }
}

/** A line of a listing with names instead of numbers. */
const named = (line: string): string =>
  line.replace(/\bicmp --/, 'ipv6-icmp --').replace(/\bipv6-icmptype (\d+)/, (whole, type: string) => {
    const found = [...icmpTypes].find(([, number]) => number === type);
    return found ? `ipv6-icmp ${found[0]}` : whole;
  });
