import { save } from '../netfilter/print/save.ts';
import { runScenarios } from './scenarios.ts';
import { misused, type Verb } from './verb.ts';

export const probe: Verb = {
  summary: 'sends the packets of scenarios and prints what came of them',
  help: `Usage: four-tables probe FILE…

Reads scenarios (JSON, or YAML). Prints one JSON line per file:
{"file","probes":[{"name","outcome","icmp","seen"}],"counters":{HOST: iptables-save -c text}}

A scenario is {"hosts": {NAME: HOST}, "links": {NAME: {"mtu"}}, "probes": [PROBE]}.

HOST, every field optional:
  forwarding    true: net.ipv4.ip_forward is 1
  interfaces    {NAME: {"link", "addresses": ["192.0.2.1/24"], "mac", "master"}}; interfaces with
                one link share an Ethernet; a port names its bridge as master
  routes        lines of ip route add: "default via 192.0.2.1", "local 198.51.100.0/24 dev lo"
  routingRules  lines of ip rule add: "fwmark 1 lookup 100"
  sysctl        {"net.ipv4.conf.all.rp_filter": "1"}
  listen        ["tcp/80", "udp/53", {"tcp": 443, "uid": 33, "gid": 33, "transparent": true}]
  sets          what ipset save prints; they are there before the rules
  rules         what iptables-save prints, counters too

PROBE: "from" a HOST, and where to: "tcp" or "udp" ("192.0.2.80:80"), or "ping" ("192.0.2.80"). Optional:
  name, source (an address to bind to), sport, ttl, tos, uid, gid, payload (bytes, or a text)
  flags         tcp only: one hand-made segment, "SYN,ACK", "NONE" or "ALL"
  says          tcp only: texts that the client sends, each after the reply to the one before
  wait          seconds that pass before it is sent
`,
  run(args, backend) {
    const option = args.find((a) => a.startsWith('-') && a !== '-');
    if (option) return misused(`probe has no option ${option}`);
    if (args.length === 0) return misused('probe takes at least one file');
    return runScenarios(args, backend, ({ file, world, sent }) => {
      const counters = Object.fromEntries(
        Object.values(world.hosts).map((h) => [h.name, save(h.filter, { counters: true })]),
      );
      process.stdout.write(`${JSON.stringify({ file, probes: sent.map((s) => s.answer), counters })}\n`);
    });
  },
};
