import type { Row } from './row.ts';

/** The parts of a network file. */
export type NetworkPart = 'network' | 'link' | 'host' | 'interface' | 'listener';

/** Every field of a network file, part by part. Examples are YAML. */
export const networkRows: Readonly<Record<NetworkPart, Readonly<Record<string, Row>>>> = {
  network: {
    title: { means: 'What the network is, for people.', example: 'title: A small office' },
    hosts: { means: 'The machines, by name. Labs name them.', example: 'hosts: { server: {}, visitor: {} }' },
    links: {
      means:
        'What is special about a link. A link needs no entry here: two interfaces that name it share it.',
      example: 'links: { dsl: { mtu: 1492 } }',
    },
  },
  link: {
    mtu: {
      means: 'The longest packet it carries, in bytes; 1500 if you leave it out.',
      example: 'mtu: 1492',
    },
  },
  host: {
    forwarding: { means: 'Whether it forwards packets, as a router does.', example: 'forwarding: true' },
    interfaces: {
      means: 'Its network interfaces, by name.',
      example: 'interfaces: { eth0: { link: office, addresses: [192.0.2.10/24] } }',
    },
    routes: { means: 'Routes, as `ip route add` takes them.', example: 'routes: [default via 192.0.2.1]' },
    routingRules: {
      means: 'Routing rules, as `ip rule add` takes them.',
      example: 'routingRules: [fwmark 1 lookup 100]',
    },
    listen: { means: 'The ports its programs listen on.', example: 'listen: [tcp/80, udp/53]' },
    sets: {
      means: 'Address sets, as `ipset save` prints them. They are there before the rules.',
      example: 'sets: create blocked hash:ip',
    },
    rules: {
      means: 'Its firewall at first, as `iptables-save` prints it.',
      example: 'rules: |\n  *filter\n  -A INPUT -i lo -j ACCEPT\n  COMMIT',
    },
    sysctl: { means: 'Kernel parameters.', example: 'sysctl: { net.ipv4.conf.all.rp_filter: 1 }' },
  },
  interface: {
    link: {
      means: 'The link it is on. Interfaces with the same link reach each other.',
      example: 'link: office',
    },
    addresses: {
      means: 'Its addresses, each with its prefix length.',
      example: 'addresses: [192.0.2.10/24]',
    },
    mac: { means: 'Its hardware address.', example: 'mac: "02:00:00:00:00:0a"' },
    master: {
      means: 'The bridge that it is a port of: an interface of the same host without a link.',
      example: 'master: br0',
    },
  },
  listener: {
    tcp: { means: 'A tcp port.', example: 'tcp: 80' },
    udp: { means: 'A udp port.', example: 'udp: 53' },
    uid: { means: 'The user of its program; 0 if you leave it out.', example: 'uid: 33' },
    gid: { means: 'The group of its program; 0 if you leave it out.', example: 'gid: 33' },
    transparent: {
      means: 'Whether its socket takes what TPROXY hands over.',
      example: 'transparent: true',
    },
  },
};

/** What is between the two lines of hyphens above a lesson. */
export const frontMatterRows: Readonly<Record<string, Row>> = {
  title: { means: 'The lesson’s title.', example: 'title: Opening a door' },
  description: {
    means:
      'One sentence: what a learner can do after the lesson. The list of lessons and search engines show it.',
    example: 'description: Let packets in through a router, to one machine and one port.',
  },
  network: { means: 'The network of every lab that names no other.', example: 'network: home' },
  host: { means: 'The host of every lab that names no other.', example: 'host: router' },
  show: { means: 'Commands whose output is shown beside every editor.', example: 'show: [iptables -S]' },
};
