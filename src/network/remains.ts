/**
 * What is left of connections on the servers' side when the program that asked is gone: requests without their last
 * ACK, connections that got stuck, and those in TIME-WAIT. A new connection from the same port meets them.
 */
import type { ServerState, SocketState } from './socketState.ts';
import type { Remains, World } from './world.ts';

/** Milliseconds. Reference: net.ipv4.tcp_synack_retries is 5, tcp_fin_timeout 60; include/net/tcp.h, TCP_TIMEWAIT_LEN */
const patience = { REQUEST_LEFT: 63_000, CONNECTION_LEFT: 60_000, TIME_WAIT: 60_000 } as const;

/** What is left now, as the servers' side of a new conversation. */
export const serversLeft = ({ remains = {}, now }: World): SocketState['servers'] =>
  Object.fromEntries(
    Object.entries(remains).flatMap(([key, { state, expires }]) => (expires > now ? [[key, state]] : [])),
  );

const leftOf = (state: ServerState): Remains['state'] | null => {
  switch (state) {
    case 'SYN_RECEIVED':
    case 'REQUEST_LEFT':
      return 'REQUEST_LEFT';
    case 'ESTABLISHED':
    case 'FIN_WAIT_1':
    case 'FIN_WAIT_2':
    case 'CONNECTION_LEFT':
      return 'CONNECTION_LEFT';
    case 'TIME_WAIT':
      return 'TIME_WAIT';
    case 'CHALLENGED':
    case 'LAST_ACK':
      return null;
  }
};

/** The world after a conversation, with what is left of its connections. */
export const withRemains = (world: World, { servers }: SocketState): World => {
  const { remains: before = {}, ...rest } = world;
  const left = Object.entries(servers).flatMap(([key, server]) => {
    const state = leftOf(server);
    if (state === null) return [];
    const known = Object.hasOwn(before, key) ? before[key] : undefined;
    return [[key, known?.state === state ? known : { state, expires: world.now + patience[state] }] as const];
  });
  if (left.length === 0) return Object.keys(before).length === 0 ? world : rest;
  return { ...rest, remains: Object.fromEntries(left) };
};
