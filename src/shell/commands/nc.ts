import { parseAddress } from '../../netfilter/values/address.ts';
import { serviceName, servicePort } from '../../netfilter/values/service.ts';
import { interfaceOf } from '../../network/localAddress.ts';
import { type Client, runClient } from '../../network/runClient.ts';
import { joined, type Trace } from '../../network/trace.ts';
import { nextPort, type World } from '../../network/world.ts';
import type { Problem } from '../../text/problem.ts';
import type { Word } from '../../text/words.ts';
import { connectError, connectTimeout } from './shared/connectError.ts';
import { addressOfName, nameHint } from './shared/hostNames.ts';
import { type OptionTable, readOptions } from './shared/options.ts';
import { endOf, printed, problemAt, refused, watchingConnections } from './shared/result.ts';
import { defineCommand } from './shellCommand.ts';

/** Ports that one command tries at the most. */
const most = 1024;

const options: OptionTable = {
  scan: { names: ['-z'] },
  verbose: { names: ['-v'] },
  udp: { names: ['-u'] },
  wait: { names: ['-w'], takes: 'required' },
  numeric: { names: ['-n'] },
  ipv4: { names: ['-4'] },
  source: { names: ['-s'], takes: 'required' },
  port: { names: ['-p'], takes: 'required' },
  shut: { names: ['-N'] },
  quit: { names: ['-q'], takes: 'required' },
};
const usage = `usage: nc [-46CDdFhklNnrStUuvZz] [-I length] [-i interval] [-M ttl]
\t  [-m minttl] [-O length] [-P proxy_username] [-p source_port]
\t  [-q seconds] [-s sourceaddr] [-T keyword] [-V rtable] [-W recvlimit]
\t  [-w timeout] [-X proxy_protocol] [-x proxy_address[:port]]
\t  [destination] [port]`;
const unsupported = '6bCDdFhIiklMmOPrSTtUVWXxZ';

/** `80`, `http`, `20-25`. Reference: netcat-openbsd, build_ports. */
const readPorts = (word: Word, protocol: 'tcp' | 'udp', numeric: boolean): readonly number[] | Problem => {
  const bad = (what: string) =>
    problemAt(
      word,
      `nc: port number ${what}`,
      1,
      'A port is a number from 1 to 65535, a range such as 20-25, or the name of a service.',
    );
  const named = numeric ? null : servicePort(word.text, protocol);
  if (named !== null) return [named];
  const ends = /^(\d+)-(\d+)$/.exec(word.text)?.slice(1) ?? [word.text];
  const numbers: number[] = [];
  for (const end of ends) {
    if (!/^\d+$/.test(end)) return bad(`invalid: ${end}`);
    if (Number(end) < 1) return bad(`too small: ${end}`);
    if (Number(end) > 65535) return bad(`too large: ${end}`);
    numbers.push(Number(end));
  }
  const [low, high] = [Math.min(...numbers), Math.max(...numbers)];
  return Array.from({ length: high - low + 1 }, (_, i) => low + i);
};

/** getopt's words for a wrong option, and nc's usage after them. */
const inNcsWords = (p: Problem): Problem => {
  if (p.message === 'nc: -l is not simulated here')
    return {
      ...p,
      hint: 'A listener would wait for ever. Give the machine a service in its network: listen.',
    };
  return /-- '.'$/.test(p.message) ? { ...p, message: `${p.message}\n${usage}` } : p;
};

/**
 * `nc [-z] [-v] [-u] [-n] [-w SECONDS] [-s ADDRESS] [-p PORT] [-N] HOST PORT…`, the client's side: connects,
 * sends what it reads, and prints what comes back; it closes once it was answered. Reference: netcat-openbsd
 * 1.219, netcat.c.
 */
export const nc = defineCommand({
  name: 'nc',
  usage: 'nc [-z] [-u] [-w SECONDS] ADDRESS PORT',
  summary: 'Connects to a port and says whether that went well.',
  needs: ['world', 'input'],
  run: ({ world: start, host: name, words, input }) =>
    watchingConnections(start, (before) => {
      const host = before.hosts[name]!;
      const read = readOptions('nc', words, options, unsupported, 1);
      if ('message' in read) return refused(inNcsWords(read));
      const { of, rest } = read;
      const [target, ...portWords] = rest;
      if (!target) return refused(problemAt(endOf(words), usage, 1, 'Say where to: an address and a port.'));
      if (portWords.length === 0)
        return refused(
          problemAt(endOf(words), 'nc: missing port number', 1, 'Write the port after the address.'),
        );
      if (of['wait'] && !/^\d+$/.test(of['wait'].text))
        return refused(problemAt(of['wait'], `nc: timeout invalid: ${of['wait'].text}`, 1, 'Write seconds.'));
      const protocol = of['udp'] ? 'udp' : 'tcp';
      const ports: number[] = [];
      for (const word of portWords) {
        const found = readPorts(word, protocol, Boolean(of['numeric']));
        if ('message' in found) return refused(found);
        ports.push(...found);
      }
      if (ports.length > most)
        return refused(
          problemAt(
            portWords[0]!,
            `nc: ${ports.length} ports are more than can be tried here`,
            1,
            `At most ${most}.`,
          ),
        );
      const to = addressOfName(target.text);
      if (to === null) {
        const { hint, replacement } = nameHint(before, target.text);
        return refused(
          problemAt(
            target,
            `nc: getaddrinfo for host "${target.text}" port ${ports[0]}: ${of['numeric'] ? 'Name or service not known' : 'Temporary failure in name resolution'}`,
            1,
            hint,
            replacement,
          ),
        );
      }
      const source = of['source'] ? parseAddress(of['source'].text) : null;
      if (of['source'] && (source === null || !interfaceOf(host, source)))
        return refused(
          problemAt(
            of['source'],
            'nc: bind failed: Cannot assign requested address',
            1,
            `${name} does not have this address.`,
          ),
        );
      const own = of['port'] ? readPorts(of['port'], protocol, false) : null;
      if (own && 'message' in own) return refused(own);
      const seconds = of['wait'] ? Number(of['wait'].text) : null;
      const scan = Boolean(of['scan']);
      const verbose = Boolean(of['verbose']);
      const sends = scan ? '' : input();
      if (protocol === 'udp' && !scan && seconds === null)
        return refused(
          problemAt(
            { from: words[0]!.from, to: words[0]!.from },
            'nc: without -w it would wait for ever',
            1,
            'It could not be stopped here. Say how many seconds to wait: -w 1.',
            '-w 1 ',
          ),
        );

      let world: World = before;
      let out = '';
      let err = '';
      let status = 1;
      const traces: Trace[] = [];
      const go = (sends: Client['sends'], port: number) => {
        const done = runClient(world, {
          from: name,
          to,
          sends,
          source,
          port,
          ttl: 64,
          tos: 0,
          owner: { uid: 0, gid: 0 },
        });
        ({ world } = done);
        traces.push(done.trace);
        return done;
      };
      const pass = (ms: number) => {
        world = { ...world, now: world.now + ms };
      };
      for (const dport of ports) {
        const port = own?.[0] ?? nextPort(world);
        world = { ...world, probes: world.probes + 1 };
        const say = (text: string) => {
          if (verbose) err += `${text}\n`;
        };
        const succeeded = () =>
          say(
            `Connection to ${target.text} ${dport} port [${protocol}/${(of['numeric'] ? null : serviceName(dport, protocol)) ?? '*'}] succeeded!`,
          );
        if (protocol === 'tcp') {
          const begun = world.now;
          const done = go({ kind: 'tcp', dport, says: sends === '' ? [] : [sends] }, port);
          // An error that comes after nc has given up is not reported.
          const late = seconds !== null && done.world.now - begun > seconds * 1000;
          const why = late ? null : connectError(done);
          const failed = `nc: connect to ${target.text} port ${dport} (tcp)`;
          if (done.outcome === 'connected') {
            status = 0;
            succeeded();
            if (!scan) out += done.received;
          } else if (why !== null) say(`${failed} failed: ${why}`);
          else if (seconds !== null && seconds * 1000 < connectTimeout) {
            if (!late) pass(seconds * 1000);
            say(`${failed} timed out: Operation now in progress`);
          } else {
            pass(connectTimeout);
            say(`${failed} failed: Connection timed out`);
          }
          continue;
        }
        const datagram = (text: string) => go({ kind: 'udp', dport, bytes: text.length, text }, port);
        if (verbose) {
          // What tells an open port from a closed one: single letters, and the error of the one before. Two at
          // once, then one a second.
          let refusedBy = false;
          for (let i = 0; i < 2 + (seconds ?? 3) && !refusedBy; i++) {
            if (i > 1) pass(1000);
            const done = datagram('X');
            if (done.error !== null && done.error !== 'EPERM') {
              say(`nc: connect to ${target.text} port ${dport} (udp) failed: ${connectError(done)}`);
              refusedBy = true;
            } else if (done.outcome === 'refused' || (done.error === 'EPERM' && i === 0)) refusedBy = true;
            if (!scan) out += done.received;
          }
          if (refusedBy) continue;
          succeeded();
        }
        status = 0;
        if (scan) continue;
        if (sends !== '') out += datagram(sends).received;
        pass(seconds! * 1000);
      }
      const trace = joined(traces);
      return { ...printed(out, { stderr: err, status, world: { ...world, sent: trace } }), trace };
    }),
});
