import type { Address } from '../../netfilter/types.ts';
import { parseAddress, printAddress } from '../../netfilter/values/address.ts';
import { interfaceOf } from '../../network/localAddress.ts';
import { runClient } from '../../network/runClient.ts';
import { joined, type Trace } from '../../network/trace.ts';
import { type Host, nextPort, type World } from '../../network/world.ts';
import type { Problem } from '../../text/problem.ts';
import type { Word } from '../../text/words.ts';
import { connectPatience, failure } from './shared/connectFailure.ts';
import { addressOfName, nameHint } from './shared/hostNames.ts';
import { type Declared, type Options, readOptions } from './shared/options.ts';
import { endOf, printed, problemAt, refused, watchingConnections } from './shared/result.ts';

import { defineCommand } from './shellCommand.ts';

const options: Declared = {
  silent: { names: ['-s', '--silent'] },
  errors: { names: ['-S', '--show-error'] },
  output: { names: ['-o', '--output'], takes: 'required' },
  verbose: { names: ['-v', '--verbose'] },
  time: { names: ['-m', '--max-time'], takes: 'required' },
  connect: { names: ['--connect-timeout'], takes: 'required' },
  head: { names: ['-I', '--head'] },
  include: { names: ['-i', '--include'] },
  header: { names: ['-H', '--header'], takes: 'required' },
  ipv4: { names: ['-4', '--ipv4'] },
  fail: { names: ['-f', '--fail'] },
  follow: { names: ['-L', '--location'] },
  insecure: { names: ['-k', '--insecure'] },
  write: { names: ['-w', '--write-out'], takes: 'required' },
  from: { names: ['--interface'], takes: 'required' },
  port: { names: ['--local-port'], takes: 'required' },
};
const unacted =
  '06aABCcDdEeFGgKljJMNnOpPqQrRtTuUVWxXyYzZ# --data --request --user --proxy --head-only --retry --resolve --compressed --version --help --http1.0 --http2 --ipv6 --remote-name --user-agent --cookie --cacert --cert --progress-bar --no-progress-meter --parallel --upload-file --form --range --referer --url --json --noproxy --dns-servers';
const protocols = [
  'https',
  'ftp',
  'ftps',
  'file',
  'dict',
  'gopher',
  'gophers',
  'imap',
  'imaps',
  'ldap',
  'ldaps',
  'mqtt',
  'pop3',
  'pop3s',
  'rtmp',
  'rtsp',
  'scp',
  'sftp',
  'smb',
  'smbs',
  'smtp',
  'smtps',
  'telnet',
  'tftp',
];
const try1 = "\ncurl: try 'curl --help' or 'curl --manual' for more information";

interface Url {
  readonly host: string;
  readonly port: number;
  readonly path: string;
}

const readUrl = (word: Word): Url | Problem => {
  const found = /^(?:([A-Za-z][\w+.-]*):\/\/)?([^/?#]*)([^#]*)/.exec(word.text)!;
  const scheme = (found[1] ?? 'http').toLowerCase();
  if (scheme !== 'http') {
    if (!protocols.includes(scheme))
      return problemAt(
        word,
        `curl: (1) Protocol "${scheme}" not supported or disabled in libcurl`,
        1,
        'Here curl speaks http.',
      );
    return problemAt(
      word,
      `curl: ${scheme} is not simulated here`,
      1,
      'Here curl speaks plain http.',
      word.text.replace(/^[^:]*/, 'http'),
    );
  }
  const [host = '', port, ...more] = found[2]!.split(':');
  if (
    host === '' ||
    more.length > 0 ||
    host.includes('@') ||
    (port !== undefined && !(/^\d*$/.test(port) && Number(port) <= 65535))
  )
    return problemAt(
      word,
      'curl: (3) URL using bad/illegal format or missing URL',
      3,
      'Write http://ADDRESS:PORT/.',
    );
  const path = found[3]!;
  return { host, port: port ? Number(port) : 80, path: path.startsWith('/') ? path : `/${path}` };
};

/** getopt's words for a wrong option are not curl's. Reference: curl 7.88, src/tool_helpers.c. */
const inCurlsWords = (p: Problem): Problem => {
  const [, kind, name] =
    /(unrecognized option|invalid option --|option requires an argument --|option) '([^']*)'/.exec(
      p.message,
    ) ?? [];
  if (name === undefined) return p;
  const spelt = name.startsWith('--') ? name : `-${name}`;
  return {
    ...p,
    message: `curl: option ${spelt}: ${kind === 'unrecognized option' || kind === 'invalid option --' ? 'is unknown' : 'requires parameter'}${try1}`,
  };
};

interface Limits {
  /** Milliseconds for the whole, and for connecting; null where nobody said. */
  readonly whole: number | null;
  readonly connect: number | null;
}

const limitsOf = ({ of }: Options): Limits | Problem => {
  for (const [key, name] of [
    ['time', '-m'],
    ['connect', '--connect-timeout'],
  ] as const)
    if (of[key] && !/^\d*\.?\d+$/.test(of[key].text))
      return problemAt(
        of[key],
        `curl: option ${name}: expected a proper numerical parameter${try1}`,
        2,
        'Write seconds, such as 3 or 0.5.',
      );
  const of1 = (key: string) => (of[key] ? Number(of[key].text) * 1000 : null);
  return { whole: of1('time'), connect: of1('connect') };
};

/** `%{http_code}` and its like. Gives the first that nobody here knows. */
const writeOut = (
  format: string,
  values: Readonly<Record<string, string>>,
): { readonly text: string; readonly unknown: string | null } => {
  let unknown: string | null = null;
  const text = format
    .replace(/\\([nrt])/g, (_, c: string) => ({ n: '\n', r: '\r', t: '\t' })[c]!)
    .replace(/%\{([^}]*)\}/g, (_, key: string) => {
      if (!Object.hasOwn(values, key)) unknown ??= key;
      return values[key] ?? '';
    });
  return { text: text.replaceAll('%%', '%'), unknown };
};

/** The address that `--interface` names, or whose first address the named device has. */
const boundTo = (host: Host, text: string): Address | null => {
  const address = parseAddress(text);
  return address === null
    ? (host.interfaces.find((i) => i.name === text)?.addresses[0]?.address ?? null)
    : interfaceOf(host, address)
      ? address
      : null;
};

/**
 * `curl [-s] [-S] [-v] [-I] [-i] [-o FILE] [-m SECONDS] [--connect-timeout SECONDS] [-w FORMAT] [-H HEADER]
 * [--interface] URL…`: plain HTTP to a listener. What `-o` names is written nowhere; the progress meter,
 * which runs only where no terminal reads the page, is left out. Reference: curl 7.88.
 */
export const curl = defineCommand({
  name: 'curl',
  usage: 'curl [-v] [-m SECONDS] URL',
  summary: 'Fetches a page from a web server.',
  needs: ['world'],
  run: ({ world: start, host: name, words }) =>
    watchingConnections(start, (before) => {
      const host = before.hosts[name]!;
      const read = readOptions('curl', words, options, unacted, 2);
      if ('message' in read) return refused(inCurlsWords(read));
      const { of, all, rest } = read;
      if (words.length === 0)
        return refused(problemAt(endOf(words), try1.slice(1), 2, 'Write what to fetch: http://ADDRESS/.'));
      if (rest.length === 0)
        return refused(
          problemAt(
            endOf(words),
            `curl: no URL specified!${try1}`,
            2,
            'Write what to fetch: http://ADDRESS/.',
          ),
        );
      const limits = limitsOf(read);
      if ('message' in limits) return refused(limits);
      const source = of['from'] ? boundTo(host, of['from'].text) : null;
      if (of['from'] && source === null)
        return refused(
          problemAt(
            of['from'],
            `curl: (45) Couldn't bind to '${of['from'].text}'`,
            45,
            `${name} has ${host.interfaces.map((i) => i.name).join(', ')}.`,
          ),
        );
      if (of['port'] && !/^\d{1,5}$/.test(of['port'].text))
        return refused(
          problemAt(
            of['port'],
            `curl: option --local-port: expected a proper numerical parameter${try1}`,
            2,
            'Write one port.',
          ),
        );
      const known = writeOut(
        of['write']?.text ?? '',
        Object.fromEntries(
          [
            'http_code',
            'response_code',
            'remote_ip',
            'remote_port',
            'local_ip',
            'local_port',
            'exitcode',
          ].map((k) => [k, '']),
        ),
      );
      if (known.unknown !== null)
        return refused(
          problemAt(
            of['write']!,
            `curl: %{${known.unknown}} is not simulated here`,
            2,
            'Here -w knows http_code, remote_ip, remote_port, local_ip, local_port and exitcode.',
          ),
        );
      const fetch: Fetch = {
        limits,
        source,
        port: of['port'] ? Number(of['port'].text) : null,
        verbose: Boolean(of['verbose']),
        loud: !of['silent'] || Boolean(of['errors']),
        method: of['head'] ? 'HEAD' : 'GET',
        headers: all.filter((o) => o.key === 'header').map((o) => o.word.text),
        show: of['output'] ? 'nothing' : of['include'] ? 'all' : 'page',
        format: of['write']?.text ?? '',
      };
      let world: World = before;
      let out = '';
      let err = '';
      let status = 0;
      const traces: Trace[] = [];
      const problems: Problem[] = [];
      for (const word of rest) {
        const url = readUrl(word);
        if ('message' in url) {
          problems.push(url);
          status = url.status;
          if (fetch.loud || !url.message.startsWith('curl: (')) err += `${url.message}\n`;
          continue;
        }
        const to = addressOfName(url.host);
        const done = to === null ? unresolved(url.host, fetch) : get(world, name, url, to, fetch);
        if (to === null) {
          const { hint, replacement } = nameHint(world, url.host);
          const from = word.from + word.text.indexOf(url.host);
          problems.push(
            problemAt(
              { from, to: from + url.host.length },
              `curl: (6) Could not resolve host: ${url.host}`,
              6,
              hint,
              replacement,
            ),
          );
        }
        if (done.world) ({ world } = done);
        if (done.trace) traces.push(done.trace);
        out += done.out;
        err += done.err;
        status = done.status;
      }
      const trace = joined(traces);
      return {
        ...printed(out, {
          stderr: err,
          status,
          world: { ...world, sent: traces.length ? trace : world.sent },
        }),
        problems,
        ...(traces.length ? { trace } : {}),
      };
    }),
});

interface Fetch {
  readonly limits: Limits;
  readonly source: Address | null;
  readonly port: number | null;
  readonly verbose: boolean;
  /** Whether errors are told. */
  readonly loud: boolean;
  readonly method: 'GET' | 'HEAD';
  readonly headers: readonly string[];
  readonly show: 'nothing' | 'page' | 'all';
  readonly format: string;
}

interface Fetched {
  readonly world?: World;
  readonly trace?: Trace;
  readonly out: string;
  readonly err: string;
  readonly status: number;
}

/**
 * Until the kernel gives up what nobody acknowledges: milliseconds, from tcp_retries2 15. Reference:
 * Documentation/networking/ip-sysctl.rst
 */
const requestPatience = 924_600;

const nothing = {
  http_code: '000',
  response_code: '000',
  remote_ip: '',
  remote_port: '0',
  local_ip: '',
  local_port: '0',
};

const unresolved = (host: string, { verbose, loud, format }: Fetch): Fetched => {
  const why = `Could not resolve host: ${host}`;
  return {
    out: writeOut(format, { ...nothing, exitcode: '6' }).text,
    err: `${verbose ? `* ${why}\n* Closing connection 0\n` : ''}${loud ? `curl: (6) ${why}\n` : ''}`,
    status: 6,
  };
};

const requestOf = (url: Url, { method, headers }: Fetch): string => {
  const usual = [
    `Host: ${url.host}${url.port === 80 ? '' : `:${url.port}`}`,
    'User-Agent: curl/7.88.1',
    'Accept: */*',
  ];
  const nameOf = (h: string) => h.slice(0, h.indexOf(':')).toLowerCase();
  const kept = usual.map((u) => headers.find((h) => nameOf(h) === nameOf(u)) ?? u);
  return `${[`${method} ${url.path} HTTP/1.1`, ...kept, ...headers.filter((h) => !usual.some((u) => nameOf(u) === nameOf(h)))].join('\r\n')}\r\n\r\n`;
};

const lines = (mark: string, text: string): string =>
  text
    .split('\r\n')
    .slice(0, -1)
    .map((l) => `${mark} ${l}\r\n`)
    .join('');

const get = (before: World, name: string, url: Url, to: Address, fetch: Fetch): Fetched => {
  const { limits, verbose, loud } = fetch;
  const request = requestOf(url, fetch);
  const port = fetch.port ?? nextPort(before);
  const done = runClient(
    { ...before, probes: before.probes + 1 },
    {
      from: name,
      to,
      what: { kind: 'tcp', dport: url.port, says: [request] },
      source: fetch.source,
      port,
      ttl: 64,
      tos: 0,
      owner: { uid: 0, gid: 0 },
    },
  );
  const address = printAddress(to);
  let err = verbose ? `*   Trying ${address}:${url.port}...\n` : '';
  const connected = `* Connected to ${url.host} (${address}) port ${url.port} (#0)\n${lines('>', request)}`;
  const values = {
    remote_ip: address,
    remote_port: String(url.port),
    local_ip: done.source === null ? '' : printAddress(done.source),
    local_port: String(port),
  };
  if (done.outcome === 'connected' && done.received === '') {
    const limit = Math.min(limits.whole ?? Infinity, requestPatience);
    const passed = done.reset ? 0 : limit === requestPatience ? limit : limit + 1;
    const status = done.reset || limit === requestPatience ? 56 : 28;
    const said =
      status === 28
        ? `Operation timed out after ${passed} milliseconds with 0 bytes received`
        : `Recv failure: ${done.reset ? 'Connection reset by peer' : 'Connection timed out'}`;
    if (verbose) err += `${connected}* ${said}\n* Closing connection 0\n`;
    const world = { ...done.world, now: Math.max(done.world.now, before.now + passed) };
    return {
      world,
      trace: done.trace,
      out: writeOut(fetch.format, { ...nothing, ...values, exitcode: String(status) }).text,
      err: err + (loud ? `curl: (${status}) ${said}\n` : ''),
      status,
    };
  }
  if (done.outcome === 'connected') {
    const split = done.received.indexOf('\r\n\r\n');
    const [head, page] = [done.received.slice(0, split + 4), done.received.slice(split + 4)];
    if (verbose)
      err += `${connected}${lines('<', head)}${page === '' ? '' : `{ [${page.length} bytes data]\n`}* Connection #0 to host ${url.host} left intact\n`;
    const shown =
      fetch.show === 'nothing' ? '' : fetch.show === 'all' || fetch.method === 'HEAD' ? head + page : page;
    return {
      world: done.world,
      trace: done.trace,
      out:
        shown +
        writeOut(fetch.format, { ...values, http_code: '200', response_code: '200', exitcode: '0' }).text,
      err,
      status: 0,
    };
  }
  const { whole, connect } = limits;
  const limit = Math.min(whole ?? Infinity, connect ?? Infinity, connectPatience);
  // An error that comes when curl has given up is nobody's any more.
  const why = done.world.now - before.now > limit ? null : failure(done);
  const passed = why !== null ? done.world.now - before.now : limit === connectPatience ? limit : limit + 1;
  const world = { ...done.world, now: Math.max(done.world.now, before.now + passed) };
  const status = why !== null ? 7 : 28;
  let said = `Failed to connect to ${url.host} port ${url.port} after ${passed} ms: Couldn't connect to server`;
  if (why === null && limit === whole) said = `Connection timed out after ${passed} milliseconds`;
  else if (why === null && limit === connect)
    said = `Failed to connect to ${url.host} port ${url.port} after ${passed} ms: Timeout was reached`;
  if (verbose) {
    if (done.error !== null && done.error !== 'EPERM')
      err += `* Immediate connect fail for ${address}: ${why}\n`;
    else if (why !== null || limit === connectPatience)
      err += `* connect to ${address} port ${url.port} failed: ${why ?? 'Connection timed out'}\n`;
    else if (limit !== whole) err += `* ipv4 connect timeout after ${limit}ms, move on!\n`;
    err += `* ${said}\n* Closing connection 0\n`;
  }
  return {
    world,
    trace: done.trace,
    out: writeOut(fetch.format, { ...nothing, exitcode: String(status) }).text,
    err: err + (loud ? `curl: (${status}) ${said}\n` : ''),
    status,
  };
};
