/** What `docker` refuses by name, and what a published port does to packets. What Docker prints is in conformance/docker. */
import { expect, it } from 'vitest';
import { readNetworks } from '../../../src/cli/files.ts';
import { createWorld } from '../../../src/network/createWorld.ts';
import type { ProbeSpec } from '../../../src/network/scenario.ts';
import { sendProbe } from '../../../src/network/sendProbe.ts';
import { enter } from '../../../src/shell/enter.ts';
import { startSession } from '../../../src/shell/session.ts';

const made = createWorld(readNetworks('content')['dockerhost']!);
if (!made.ok) throw new Error(JSON.stringify(made.problems));
const typed = (line: string) => enter(startSession(made.world, 'dockerhost'), line);

it.each([
  ['docker', 'docker: its help'],
  ['docker images', 'docker: docker images'],
  ['docker container prune', 'docker: docker prune'],
  ['docker run web', 'docker: docker run without -d'],
  ['docker run -d web httpd', 'docker: a command for the container'],
  ['docker run -d --rm web', 'docker: --rm of docker run'],
  ['docker run -it web', 'docker: -i of docker run'],
  ['docker run --detach=false web', 'docker: --detach=false of docker run'],
  ['docker run -d -p 127.0.0.1:8080:80 web', 'docker: an address after -p'],
  ['docker run -d -p 8080-8081:80-81 web', 'docker: a range after -p'],
  ['docker run -d -p 80 web', 'docker: a port that Docker chooses after -p'],
  ['docker run -d -p 80:80/sctp web', 'docker: sctp after -p'],
  ['docker run -d nginx', 'docker: fetching images'],
  ['docker run -d web > /dev/null; docker run -d web', 'docker: a second container of web'],
  ['docker ps -a', 'docker: -a of docker ps'],
])('%s is refused by name', (line, what) => {
  const { output, status, session } = typed(line);
  expect(output.map((o) => o.text).join('')).toContain(`${what} is not simulated here\n`);
  expect(status).toBeGreaterThan(0);
  expect(session.world.hosts['dockerhost']!.filter.tables.nat!.chains['DOCKER']!.rules.length).toBe(1);
});

it('a damaged list of containers counts as none', () => {
  const { output } = typed('docker run -d web; echo "[1" > /var/lib/docker/containers.json; docker ps -q');
  expect(output.length).toBe(1);
});

it.each([
  { from: 'visitor', tcp: '192.0.2.10:8080', before: 'refused', after: 'web' },
  { from: 'dockerhost', tcp: '192.0.2.10:8080', before: 'refused', after: 'web' },
  // What docker-proxy is for: no rule sends these to the container.
  { from: 'dockerhost', tcp: '127.0.0.1:8080', before: 'refused', after: 'dockerhost' },
  { from: 'app', tcp: '192.0.2.10:8080', before: 'refused', after: 'dockerhost' },
  { from: 'visitor', tcp: '192.0.2.10:80', before: 'refused', after: 'refused' },
])('$tcp from $from: $before, then $after', ({ from, tcp, before, after }) => {
  const { world } = typed('docker run -d -p 8080:80 web').session;
  const probe: ProbeSpec = { from, tcp };
  const ended = (w: typeof world) => {
    const { answer } = sendProbe(w, probe);
    return answer.seen?.host ?? answer.outcome;
  };
  expect([ended(made.world), ended(world)]).toEqual([before, after]);
});
