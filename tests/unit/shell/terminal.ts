import { createWorld } from '../../../src/network/createWorld.ts';
import { type ShellSession, startSession } from '../../../src/shell/session.ts';

/** A session on `client`, beside a `server` with a page. */
export const atTerminal = (): ShellSession => {
  const made = createWorld({
    hosts: {
      client: { interfaces: { eth0: { link: 'net', addresses: ['10.0.0.1/24'] } } },
      server: { interfaces: { eth0: { link: 'net', addresses: ['10.0.0.2/24'] } }, listen: ['tcp/80'] },
    },
  });
  if (!made.ok) throw new Error('the network cannot be made');
  return startSession(made.world, 'client');
};
