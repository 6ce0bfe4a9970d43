import type { Problem } from '../../../text/problem.ts';
import type { Word } from '../../../text/words.ts';
import { problemAt } from '../shared/result.ts';
import { see } from './flags.ts';

/** A published port: connections to `host` of the machine go to `container`. */
export interface Published {
  readonly host: number;
  readonly container: number;
  readonly protocol: 'tcp' | 'udp';
}

const hint = 'Write the port of the machine, a colon, and the port of the container: -p 8080:80.';
const isPort = (text: string): boolean => /^\d{1,5}$/.test(text) && Number(text) <= 65535;
const isRange = (text: string): boolean => text.split('-').length === 2 && text.split('-').every(isPort);

/**
 * What `-p` takes: `8080:80`, `53:53/udp`. An address of the machine, a range, and a port that Docker chooses are
 * refused by name. Reference: github.com/docker/go-connections 0.4, nat/nat.go, ParsePortSpec.
 */
export const readPublished = (word: Word): Published | Problem => {
  const wrong = (message: string) => problemAt(word, see(`docker: ${message}.`, 'docker run'), 125, hint);
  const notHere = (what: string) =>
    problemAt(word, `docker: ${what} after -p is not simulated here`, 125, hint);
  const parts = word.text.split(':');
  const [, container = '', protocol = 'tcp'] = /^([^/]*)(?:\/(.+))?/s.exec(parts.at(-1)!)!;
  const host = parts.at(-2) ?? '';
  if (parts.length > 3 && !word.text.startsWith('[')) {
    const address = parts.slice(0, -2).join(':');
    return wrong(`Invalid ip address ${address}: address ${address}:: too many colons in address`);
  }
  if (container === '') return wrong(`No port specified: ${word.text}<empty>`);
  if (!isPort(container) && !isRange(container)) return wrong(`Invalid containerPort: ${container}`);
  if (host !== '' && !isPort(host) && !isRange(host)) return wrong(`Invalid hostPort: ${host}`);
  if (!/^(tcp|udp|sctp)$/i.test(protocol)) return wrong(`Invalid proto: ${protocol}`);
  if (parts.length > 2) return notHere('an address');
  if (isRange(container) || isRange(host)) return notHere('a range');
  if (Number(host) === 0 || Number(container) === 0) return notHere('a port that Docker chooses');
  const lower = protocol.toLowerCase();
  if (lower === 'sctp') return notHere('sctp');
  return { host: Number(host), container: Number(container), protocol: lower === 'udp' ? 'udp' : 'tcp' };
};

/** The order in which Docker publishes several ports, as it was recorded: by the container's port, the highest first. */
export const inOrder = (ports: readonly Published[]): readonly Published[] =>
  ports.toSorted(
    (a, b) => b.container - a.container || a.protocol.localeCompare(b.protocol) || b.host - a.host,
  );
