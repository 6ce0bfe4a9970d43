/**
 * The conntrack helper for FTP: reads in a control connection where the data connection will go, and expects it.
 */

import type { Packet, Skb } from '../packet.ts';
import { parseAddress, printAddress } from '../values/address.ts';
import type { Direction, Expectation } from './connection.ts';
import { type Conntrack, connectionOf, withConnection } from './conntrack.ts';
import { withExpectation } from './expectations.ts';

/** Seconds for which a data connection is expected. Reference: nf_conntrack_ftp.c, ftp_exp_policy */
const expectedFor = 300;

/**
 * Where a line says that data will go, and the text in it that says so. `partial` is the beginning of such a line
 * that cannot be read: the packet is dropped.
 */
type Announced =
  | {
      readonly address: number | null;
      readonly port: number;
      readonly at: number;
      readonly text: string;
      readonly write: (address: number, port: number) => string;
    }
  | 'partial'
  | null;

const commas = (address: number, port: number): string =>
  [address >>> 24, (address >>> 16) & 255, (address >>> 8) & 255, address & 255, port >> 8, port & 255].join(
    ',',
  );

/** Reads six numbers with commas between; null for any other text. */
const sixNumbers = (text: string): { readonly address: number; readonly port: number } | null => {
  const n = text.split(',').map(Number);
  return n.length === 6 && n.every((b) => b < 256)
    ? { address: ((n[0]! << 24) | (n[1]! << 16) | (n[2]! << 8) | n[3]!) >>> 0, port: n[4]! * 256 + n[5]! }
    : null;
};

/**
 * Reads PORT and EPRT of the client, 227 and 229 of the server. Reference: nf_conntrack_ftp.c,
 * search, find_pattern
 */
const announced = (payload: string, direction: Direction): Announced => {
  const word = payload.slice(0, 4).toUpperCase();
  if (!(direction === 'original' ? ['PORT', 'EPRT'] : ['227 ', '229 ']).includes(word)) return null;
  const found = {
    PORT: /^PORT[^ ]* (\d+(?:,\d+){5})\r/i,
    EPRT: /^EPRT[^ ]* (\|1\|[\d.]+\|\d+\|)/i,
    '227 ': /^227 [^(]*\(\D*?(\d+(?:,\d+){5})\D/,
    '229 ': /^229 [^(]*\((\|\|\|\d+\|)/,
  }[word]?.exec(payload);
  if (!found) return 'partial';
  const text = found[1]!;
  const at = found[0].lastIndexOf(text);
  if (word === 'PORT' || word === '227 ') {
    const to = sixNumbers(text);
    return to ? { ...to, at, text, write: commas } : 'partial';
  }
  const parts = text.split('|');
  const port = Number(parts[3]);
  const address = word === 'EPRT' ? parseAddress(parts[2]!) : null;
  if (port < 1 || port > 65535 || (word === 'EPRT' && address === null)) return 'partial';
  return {
    address,
    port,
    at,
    text,
    write: word === 'EPRT' ? (a, p) => `|1|${printAddress(a)}|${p}|` : (_, p) => `|||${p}|`,
  };
};

/** The packet after the helper, and the table with the connection that it announced. */
export interface Helped {
  readonly conntrack: Conntrack;
  readonly packet: Packet;
}

/**
 * Reads a packet of a control connection, after all rewriting, from the start of a line. If the connection is
 * translated, so is the address in the line. Null if the packet is dropped.
 * Reference: net/netfilter/nf_conntrack_ftp.c, help; nf_nat_ftp.c, nf_nat_ftp.
 */
export const ftpHelper = (
  conntrack: Conntrack,
  skb: Skb,
  now: number,
  random: () => number,
): Helped | null => {
  const { packet, connection: seen } = skb;
  const c = connectionOf(conntrack, seen?.id);
  const unchanged = { conntrack, packet };
  if (
    !c?.helper?.startsWith('ftp') ||
    seen!.state !== 'ESTABLISHED' ||
    packet.payload === '' ||
    packet.transport.kind !== 'tcp'
  )
    return unchanged;
  const { direction } = seen!;
  const after = (table: Conntrack, ended: boolean): Conntrack =>
    withConnection(table, { ...c, lineEnded: { ...c.lineEnded, [direction]: ended } });
  const ended = packet.payload.endsWith('\n');
  const said = c.lineEnded[direction] ? announced(packet.payload, direction) : null;
  if (said === null) return { ...unchanged, conntrack: after(conntrack, ended) };
  if (said === 'partial') return null;
  const other = direction === 'original' ? 'reply' : 'original';
  // The helper expects data only for the sender's own address.
  if (said.address !== null && said.address !== c[direction].source)
    return { ...unchanged, conntrack: after(conntrack, false) };
  const own = c[other].destination;
  const translated = c.sourceNat || c.destinationNat;
  const expectation = (port: number): Expectation => ({
    master: c.id,
    zone: c.zone,
    source: c[other].source,
    destination: own,
    port,
    expires: now + expectedFor * 1000,
    translation: translated
      ? { source: c[direction].destination, destination: c[direction].source, port: said.port }
      : null,
  });
  let table = withExpectation(conntrack, expectation(said.port), now);
  let port = said.port;
  for (let tries = 0; translated && table === null && tries < 128; tries++) {
    port = 1024 + Math.floor(random() * 64512);
    table = withExpectation(conntrack, expectation(port), now);
  }
  if (table === null) return null;
  const text = translated ? said.write(own, port) : said.text;
  const payload = packet.payload.slice(0, said.at) + text + packet.payload.slice(said.at + said.text.length);
  return {
    conntrack: after(table, ended),
    packet: { ...packet, payload, length: packet.length + payload.length - packet.payload.length },
  };
};
