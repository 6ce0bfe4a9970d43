/**
 * Names that every JavaScript object has already. What is called so behaves as if it had any other name of that
 * length, and where there is nothing of the name, nothing is found.
 */
import '../../src/netfilter/allExtensions.ts';
import '../../src/shell/commands/all.ts';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { explainLine, readDump } from '../../src/explain/dump.ts';
import { restore } from '../../src/netfilter/command/restore.ts';
import { save } from '../../src/netfilter/print/save.ts';
import { emptyFilterOf } from '../../src/netfilter/ruleset.ts';
import { createWorld } from '../../src/network/createWorld.ts';
import { decodeScenario } from '../../src/network/decodeScenario.ts';
import { runScenario } from '../../src/network/runScenario.ts';
import { runScript } from '../../src/shell/run.ts';
import { traceData } from '../../src/trace/data.ts';
import { describeTrace } from '../../src/trace/describeTrace.ts';
import { drawWay } from '../../src/trace/drawnWay.ts';

/** Each name, and an ordinary one that is as long and as far in the alphabet. */
const names = [
  ['toString', 'toStrinh'],
  ['constructor', 'constructos'],
  ['__proto__', '__protp__'],
  ['hasOwnProperty', 'hasOwnPropertz'],
  ['valueOf', 'valueOg'],
  ['__defineGetter__', '__defineGettes__'],
] as const;

const backends = ['legacy', 'nft'] as const;

const made = (backend: 'legacy' | 'nft') => {
  const created = createWorld({ hosts: { host: { interfaces: { eth0: { link: 'net' } } } } }, backend);
  if (!created.ok) throw new Error('no world');
  return created.world;
};

/** What each command printed, with the name replaced by N. */
const printed = (text: string, name: string, backend: 'legacy' | 'nft'): readonly string[] =>
  runScript(made(backend), 'host', text.replaceAll('NAME', name)).map((r) =>
    JSON.stringify([r.line, r.status, r.stdout, r.stderr])
      .replaceAll(name, 'N')
      .replaceAll(name.toLowerCase(), 'N')
      // A set's is made of its name.
      .replace(/initval 0x[0-9a-f]+/g, 'initval'),
  );

const chains = `
iptables -A INPUT -j NAME
iptables -A NAME -j ACCEPT
iptables -D NAME 1
iptables -L NAME
iptables -S NAME
iptables -F NAME
iptables -Z NAME
iptables -X NAME
iptables -P NAME DROP
iptables -E NAME other
iptables -C INPUT -j NAME
iptables -g NAME -A INPUT
iptables -N NAME
iptables -N NAME
iptables -A INPUT -j NAME
iptables -A NAME -p tcp --dport 22 -j ACCEPT
iptables -A NAME -j NAME
iptables -A FORWARD -g NAME
iptables -L -v
iptables -S NAME
iptables -t nat -L NAME
iptables -t NAME -L
iptables -j NAME -h
iptables -m NAME
iptables -A INPUT -m NAME
iptables -A INPUT --NAME
iptables -A INPUT -i NAME -j ACCEPT
iptables -A INPUT -p NAME
iptables -A INPUT -p tcp --dport NAME
iptables -A INPUT -s NAME
iptables -A INPUT -j LOG --log-level NAME
iptables -A INPUT -j REJECT --reject-with NAME
iptables -A INPUT -p icmp --icmp-type NAME
iptables -A INPUT -m conntrack --ctstate NAME
iptables -A INPUT -m addrtype --dst-type NAME
iptables -A INPUT -m dscp --dscp-class NAME
iptables -A INPUT -m tos --tos NAME
iptables -A INPUT -m limit --limit 1/NAME
iptables -A INPUT -p tcp --tcp-flags NAME SYN
iptables -A INPUT -m recent --name NAME --set
iptables -A INPUT -m hashlimit --hashlimit-name NAME --hashlimit-upto 1/sec --hashlimit-mode NAME
iptables -A INPUT -m hashlimit --hashlimit-name NAME --hashlimit-upto 1/sec --hashlimit-mode srcip
iptables -A INPUT -m comment --comment NAME
iptables -A INPUT -m helper --helper NAME
iptables -A INPUT -m time --weekdays NAME
iptables -A INPUT -m owner --uid-owner NAME
iptables -A INPUT -m connlabel --label NAME
iptables -A INPUT -m set --match-set NAME src
iptables -t mangle -A PREROUTING -p tcp -j TCPOPTSTRIP --strip-options NAME
iptables -t mangle -A PREROUTING -j DSCP --set-dscp-class NAME
iptables -t mangle -A PREROUTING -j CT --helper NAME
iptables -t raw -A PREROUTING -j CT --ctevents NAME
iptables -E NAME other
iptables -E other NAME
iptables -X NAME
iptables -D INPUT -j NAME
iptables -D FORWARD -g NAME
iptables -F NAME
iptables-save
iptables -X NAME
iptables -X NAME
ipset add NAME 1.2.3.4
ipset test NAME 1.2.3.4
ipset destroy NAME
ipset create NAME hash:ip
ipset create NAME hash:ip
ipset create set1 NAME
ipset create set2 hash:ip NAME 1
ipset add NAME 1.2.3.4
ipset add NAME 1.2.3.4 NAME 4
ipset test NAME 1.2.3.4
ipset list NAME
ipset rename NAME other
ipset rename other NAME
ipset swap NAME NAME
iptables -A INPUT -m set --match-set NAME src
ipset destroy NAME
ipset save
ip link show NAME
ip addr add 10.0.0.1/24 dev NAME
ip route add default via 10.0.0.1 dev NAME
ip route show table NAME
ip rule add lookup NAME
sysctl NAME
sysctl net.ipv4.NAME
sysctl net.ipv4.conf.NAME.rp_filter
`;

describe.each(backends)('commands (%s)', (backend) => {
  it.each(names)('%s', (name, ordinary) =>
    expect(printed(chains, name, backend)).toEqual(printed(chains, ordinary, backend)),
  );
});

const dump = `*nat
:POSTROUTING ACCEPT [0:0]
:NAME - [0:0]
-A POSTROUTING -j NAME
-A NAME -j MASQUERADE
COMMIT
*filter
:INPUT DROP [1:2]
:NAME - [0:0]
:NAME - [0:0]
-A INPUT -i NAME -m set --match-set NAME src -j NAME
-A NAME -g NAME
-A NAME -j MISSING
-A MISSING -j NAME
:NAME DROP [0:0]
COMMIT
*NAME
COMMIT
`;

describe.each(backends)('texts that are restored (%s)', (backend) => {
  it.each(names)('%s', (name, ordinary) => {
    const done = (called: string) =>
      [dump, dump.replace('-A NAME -j MISSING\n-A MISSING -j NAME\n:NAME DROP [0:0]\n', '')].flatMap(
        (text) => {
          const written = text.replaceAll('NAME', called).replace(` -m set --match-set ${called} src`, '');
          const once = restore(emptyFilterOf(backend), written, { counters: true });
          const again = restore(structuredClone(once.filter), written, { counters: true, noflush: true });
          return [once, again].map((r) =>
            JSON.stringify([r.status, r.stderr, r.problems, save(r.filter, { counters: true })]).replaceAll(
              called,
              'N',
            ),
          );
        },
      );
    expect(done(name)).toEqual(done(ordinary));
  });
});

describe('a dump that is explained', () => {
  it.each(names)('%s', (name, ordinary) => {
    const done = (called: string) => {
      const read = readDump(dump.replaceAll('NAME', called));
      const lines = 'lines' in read ? read.lines.map(explainLine) : [];
      return JSON.stringify([read, lines]).replaceAll(called, 'N');
    };
    expect(done(name)).toBe(done(ordinary));
  });
});

/** A network in which everything that can have a name has this one. */
const network = (name: string) =>
  JSON.parse(
    JSON.stringify({
      hosts: {
        NAME: {
          interfaces: { NAME: { link: 'NAME', addresses: ['10.0.0.1/24'] } },
          sysctl: { NAME: '1', 'net.ipv4.conf.NAME.rp_filter': '1' },
          sets: 'create NAME hash:ip\nadd NAME 10.0.0.2\n',
          rules:
            '*filter\n:NAME - [0:0]\n-A INPUT -j NAME\n-A NAME -m set --match-set NAME src\n-A NAME -m recent --name NAME --set\nCOMMIT\n',
          listen: ['tcp/80'],
        },
        other: { interfaces: { eth0: { link: 'NAME', addresses: ['10.0.0.2/24'] } } },
      },
      probes: [
        { name: 'NAME', from: 'other', tcp: '10.0.0.1:80' },
        { from: 'NAME', ping: '10.0.0.2' },
        { from: 'NAME', tcp: '10.0.0.1:80' },
      ],
    }).replaceAll('NAME', name),
  ) as Record<string, unknown>;

const cut = (name: string) => name.slice(0, 15);

describe('a network', () => {
  it.each(names)('%s', (name, ordinary) => {
    const done = (called: string) => {
      const decoded = decodeScenario(network(called));
      if (!decoded.ok) return JSON.stringify(decoded.problems).replaceAll(called, 'N');
      const ran = runScenario(decoded.scenario);
      if (!ran.ok) throw new Error(JSON.stringify(ran.problems));
      const { world } = ran;
      return JSON.stringify([
        ran.sent.map((s) => [
          s.answer,
          traceData(s.trace, { reasons: true }),
          describeTrace(s.trace),
          drawWay(s.trace, world),
        ]),
        Object.entries(world.hosts).map(([host, h]) => [host, save(h.filter, { counters: true })]),
      ]).replaceAll(called, 'N');
    };
    expect(done(cut(name))).toBe(done(cut(ordinary)));
    expect(decodeScenario(network(cut(name))).ok).toBe(true);
  });
  it.each(names)('a probe from %s, which is no host', (name) => {
    const decoded = decodeScenario({ hosts: { a: {} }, probes: [{ from: name, ping: '10.0.0.1' }] });
    expect(decoded.ok ? [] : decoded.problems.map((p) => p.message)).toEqual([`there is no host ${name}`]);
  });
});

describe('the sources', () => {
  const folders = ['text', 'netfilter', 'network', 'trace', 'course', 'explain', 'lab', 'cli'];
  const files = folders.flatMap((folder) =>
    readdirSync(join('src', folder), { recursive: true, encoding: 'utf8' })
      .filter((f) => /\.tsx?$/.test(f))
      .map((f) => join('src', folder, f)),
  );
  /** Code without comments and texts. */
  const code = (file: string): readonly string[] =>
    readFileSync(file, 'utf8')
      .replace(/\/\*[\s\S]*?\*\//g, (comment) => comment.replace(/[^\n]/g, ''))
      .replace(/\/\/.*$/gm, '')
      .replace(/"(?:[^"\\\n]|\\.)*"/g, "''")
      .replace(/'(?:[^'\\\n]|\\.)*'/g, "''")
      .replace(/`(?:[^`\\]|\\.)*`/g, (text) => `\`${text.replace(/[^\n]/g, '')}\``)
      .split('\n');
  const found = (pattern: RegExp): readonly string[] =>
    files.flatMap((file) =>
      code(file).flatMap((line, i) => (pattern.test(line) ? [`${file}:${i + 1} ${line.trim()}`] : [])),
    );

  // Where the name is sure to be there, a ! says so; where it may be missing, `own` looks.
  it('look up a name that may be missing by own()', () =>
    expect(
      found(/\b(chains|hosts|outcomes|variables|aliases|functions)\??\.?\[(?!''|\d)[^\]]+\](?!!| =[^=]|:)/),
    ).toEqual([]));
  it('ask no object whether a word is in it', () =>
    expect(
      found(/(?<!\bfor \((?:const|let) )(?<![\w.$])[a-z][\w.]* in [a-z](?!eyof )[\w.]*\b(?! [a-z])/),
    ).toEqual([]));
});
