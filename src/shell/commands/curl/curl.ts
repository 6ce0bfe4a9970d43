import type { Address } from '../../../netfilter/types.ts';
import { parseAddress } from '../../../netfilter/values/address.ts';
import { interfaceOf } from '../../../network/localAddress.ts';
import { joined, type Trace } from '../../../network/trace.ts';
import type { Host, World } from '../../../network/world.ts';
import type { Problem } from '../../../text/problem.ts';
import { addressOfName, nameHint } from '../shared/hostNames.ts';
import { type Options, type OptionTable, readOptions } from '../shared/options.ts';
import { endOf, printed, problemAt, refused, watchingConnections } from '../shared/result.ts';
import { defineCommand } from '../shellCommand.ts';
import { tryHelp } from './curlMessage.ts';
import { type Fetch, get, type Limits, unresolved } from './fetch.ts';
import { readUrl } from './url.ts';
import { writeOut } from './writeOut.ts';

const options: OptionTable = {
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
const unsupported =
  '06aABCcDdEeFGgKljJMNnOpPqQrRtTuUVWxXyYzZ# --data --request --user --proxy --head-only --retry --resolve --compressed --version --help --http1.0 --http2 --ipv6 --remote-name --user-agent --cookie --cacert --cert --progress-bar --no-progress-meter --parallel --upload-file --form --range --referer --url --json --noproxy --dns-servers';

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
    message: `curl: option ${spelt}: ${kind === 'unrecognized option' || kind === 'invalid option --' ? 'is unknown' : 'requires parameter'}${tryHelp}`,
  };
};

const limitsOf = ({ of }: Options): Limits | Problem => {
  for (const [key, name] of [
    ['time', '-m'],
    ['connect', '--connect-timeout'],
  ] as const)
    if (of[key] && !/^\d*\.?\d+$/.test(of[key].text))
      return problemAt(
        of[key],
        `curl: option ${name}: expected a proper numerical parameter${tryHelp}`,
        2,
        'Write seconds, such as 3 or 0.5.',
      );
  const milliseconds = (key: string) => (of[key] ? Number(of[key].text) * 1000 : null);
  return { whole: milliseconds('time'), connect: milliseconds('connect') };
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
      const read = readOptions('curl', words, options, unsupported, 2);
      if ('message' in read) return refused(inCurlsWords(read));
      const { of, all, rest } = read;
      if (words.length === 0)
        return refused(problemAt(endOf(words), tryHelp.slice(1), 2, 'Write what to fetch: http://ADDRESS/.'));
      if (rest.length === 0)
        return refused(
          problemAt(
            endOf(words),
            `curl: no URL specified!${tryHelp}`,
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
            `curl: option --local-port: expected a proper numerical parameter${tryHelp}`,
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
