import type { Address } from '../../../netfilter/types.ts';
import { printAddress } from '../../../netfilter/values/address.ts';
import { runClient } from '../../../network/runClient.ts';
import type { Trace } from '../../../network/trace.ts';
import { nextPort, type World } from '../../../network/world.ts';
import { connectError, connectTimeout } from '../shared/connectError.ts';
import type { Url } from './url.ts';
import { writeOut } from './writeOut.ts';

export interface Limits {
  /** Milliseconds for the whole, and for connecting; null without a limit. */
  readonly whole: number | null;
  readonly connect: number | null;
}

export interface Fetch {
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
 * Until the kernel gives up on what is not acknowledged: milliseconds, from tcp_retries2 15. Reference:
 * Documentation/networking/ip-sysctl.rst
 */
const requestTimeout = 924_600;

const nothing = {
  http_code: '000',
  response_code: '000',
  remote_ip: '',
  remote_port: '0',
  local_ip: '',
  local_port: '0',
};

export const unresolved = (host: string, { verbose, loud, format }: Fetch): Fetched => {
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

export const get = (before: World, name: string, url: Url, to: Address, fetch: Fetch): Fetched => {
  const { limits, verbose, loud } = fetch;
  const request = requestOf(url, fetch);
  const port = fetch.port ?? nextPort(before);
  const done = runClient(
    { ...before, probes: before.probes + 1 },
    {
      from: name,
      to,
      sends: { kind: 'tcp', dport: url.port, says: [request] },
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
    const limit = Math.min(limits.whole ?? Infinity, requestTimeout);
    const passed = done.reset ? 0 : limit === requestTimeout ? limit : limit + 1;
    const status = done.reset || limit === requestTimeout ? 56 : 28;
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
  const limit = Math.min(whole ?? Infinity, connect ?? Infinity, connectTimeout);
  // An error that comes after curl has given up is not reported.
  const why = done.world.now - before.now > limit ? null : connectError(done);
  const passed = why !== null ? done.world.now - before.now : limit === connectTimeout ? limit : limit + 1;
  const world = { ...done.world, now: Math.max(done.world.now, before.now + passed) };
  const status = why !== null ? 7 : 28;
  let said = `Failed to connect to ${url.host} port ${url.port} after ${passed} ms: Couldn't connect to server`;
  if (why === null && limit === whole) said = `Connection timed out after ${passed} milliseconds`;
  else if (why === null && limit === connect)
    said = `Failed to connect to ${url.host} port ${url.port} after ${passed} ms: Timeout was reached`;
  if (verbose) {
    if (done.error !== null && done.error !== 'EPERM')
      err += `* Immediate connect fail for ${address}: ${why}\n`;
    else if (why !== null || limit === connectTimeout)
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
