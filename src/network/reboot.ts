import { timePassed, type World, withHost } from './world.ts';

/** How long a reboot takes, in milliseconds of the virtual clock. */
const bootTime = 20_000;

/**
 * A host starts again: it comes up as its network describes it. What was in its memory is gone: rules, sets, connections, parameters,
 * neighbours, and what `ip` has changed. Its files stay, and no other host is told. Throws where there is no such host.
 */
export const reboot = (world: World, host: string): World => {
  const { remains = {}, ...up } = withHost(world, host, () => world.booted[host]!);
  // Its sockets are gone too; other hosts keep theirs.
  const left = Object.entries(remains).filter(([key]) => !key.startsWith(`${host} `));
  return timePassed(
    left.length === 0 ? up : { ...up, remains: Object.fromEntries(left) },
    world.now + bootTime,
  );
};
