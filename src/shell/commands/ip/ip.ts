import type { Problem } from '../../../text/problem.ts';
import { suggest } from '../../../text/suggest.ts';
import type { Word } from '../../../text/words.ts';
import { endOf, printed, problemAt, refused, watchingConnections } from '../shared/result.ts';
import { defineCommand } from '../shellCommand.ts';
import { address } from './address.ts';
import { commandOf, type IpObject, notSupported, type Style } from './keywords.ts';
import { link } from './link.ts';
import { neighbour } from './neighbour.ts';
import { route } from './route.ts';
import { rule } from './rule.ts';

const objects: Readonly<Record<string, IpObject>> = {
  address,
  route,
  rule,
  neighbor: neighbour,
  neighbour,
  link,
};
/** All of iproute2's, in the order in which it looks for one that begins so. */
const known = [
  'address',
  'addrlabel',
  'maddress',
  'route',
  'rule',
  'neighbor',
  'neighbour',
  'ntable',
  'ntbl',
  'link',
  'l2tp',
  'fou',
  'ila',
  'macsec',
  'tunnel',
  'tunl',
  'tuntap',
  'tap',
  'token',
  'tcpmetrics',
  'tcp_metrics',
  'monitor',
  'xfrm',
  'mroute',
  'mrule',
  'netns',
  'netconf',
  'vrf',
  'sr',
  'nexthop',
  'mptcp',
  'ioam',
  'amt',
  'help',
];
const here = 'Here ip has address, link, route, rule and neigh.';
const styles: Readonly<Record<string, keyof Style | 'color' | 'version' | 'ipv6'>> = {
  4: 'inet',
  6: 'ipv6',
  br: 'brief',
  bri: 'brief',
  brief: 'brief',
  o: 'oneLine',
  oneline: 'oneLine',
  c: 'color',
  color: 'color',
  V: 'version',
  Version: 'version',
};
const unsupported = [
  's',
  'stats',
  'statistics',
  'd',
  'details',
  'j',
  'json',
  'p',
  'pretty',
  'n',
  'netns',
  'N',
  'Numeric',
  'r',
  'resolve',
  'f',
  'family',
  'h',
  'human',
  'iec',
  't',
  'timestamp',
  'ts',
  'b',
  'batch',
  'a',
  'all',
  'l',
  'loops',
  'rc',
  'rcvbuf',
  'B',
  'M',
  '0',
  'force',
];

const unknownObject = (word: Word): Problem => {
  const near = suggest(word.text, ['address', 'link', 'route', 'rule', 'neighbour']);
  return problemAt(
    word,
    `Object "${word.text}" is unknown, try "ip help".`,
    1,
    near ? `Did you mean ${near}?` : here,
    near ?? undefined,
  );
};

/** `ip [-4] [-br] [-o] OBJECT COMMAND …`. Colours (`-c`) are not printed. Reference: iproute2, ip/ip.c. */
export const ip = defineCommand({
  name: 'ip',
  usage: 'ip addr|link|route|rule|neigh [WORD…]',
  summary: 'Shows and changes addresses, devices and routes.',
  needs: ['world'],
  run: ({ world: start, host, words }) =>
    watchingConnections(start, (world) => {
      let style: Style = { brief: false, oneLine: false, inet: false };
      let ipv6 = false;
      let i = 0;
      for (; words[i]?.text.startsWith('-'); i++) {
        const word = words[i]!;
        const family = /^--?f(?:amily)?$/.test(word.text) ? (words[i + 1]?.text ?? '') : null;
        if (family === 'inet' || family === 'inet6') {
          if (family === 'inet6') ipv6 = true;
          else style = { ...style, inet: true };
          i++;
          continue;
        }
        const name = word.text.replace(/^--?/, '').replace(/^color=.*/, 'color');
        const style1 = Object.hasOwn(styles, name) ? styles[name]! : null;
        if (style1 === 'version') return printed('ip utility, iproute2-6.1.0, libbpf 1.1.2\n');
        if (style1 === 'ipv6') ipv6 = true;
        else if (style1 === null && unsupported.includes(name))
          return refused(notSupported(word, word.text, 'Here ip takes -4, -br, -o and -c.'));
        else if (style1 === null)
          return refused(
            problemAt(
              word,
              `Option "${word.text}" is unknown, try "ip -help".`,
              255,
              'Here ip takes -4, -br, -o and -c.',
            ),
          );
        else if (style1 !== 'color') style = { ...style, [style1]: true };
      }
      const [object, ...rest] = words.slice(i);
      if (!object)
        return refused(problemAt(endOf(words), 'Usage: ip [ OPTIONS ] OBJECT { COMMAND | help }', 255, here));
      const name = commandOf(object.text, known);
      if (name === undefined) return refused(unknownObject(object));
      const run = Object.hasOwn(objects, name) ? objects[name]! : null;
      if (!run) return refused(notSupported(object, `ip ${name}`, here));
      // No host here has IPv6: there is nothing to list.
      if (ipv6)
        return /^(show|list|ls|dev|s|sh)$/.test(rest[0]?.text ?? 'show')
          ? printed('')
          : refused(notSupported(words[0]!, '-6', 'This course is about IPv4.'));
      return run(world, host, rest, style);
    }),
});
