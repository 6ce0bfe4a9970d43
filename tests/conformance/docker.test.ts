/**
 * A Docker host: the network of the course has the rules that a real daemon wrote, and `docker` here does what it did.
 * Replayed from the recording; it is asked again by `npm run conformance:record -- --docker` alone.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { type DockerRecording, dockerhost, dockerSessions, ourDocker } from './docker.ts';

const recorded = JSON.parse(
  readFileSync(join(import.meta.dirname, 'docker', 'recorded.json'), 'utf8'),
) as DockerRecording;

it('the network has the rules that the daemon wrote when it started', () => {
  expect(dockerSessions[0]![0]).toBe('iptables-save');
  expect(dockerhost.hosts['dockerhost']!.rules).toBe(recorded.sessions[0]!.nft[0]!.stdout);
});

const rows = (['legacy', 'nft'] as const).flatMap((backend) =>
  dockerSessions.map((lines, i) => ({
    backend,
    lines,
    first: lines[0],
    recording: recorded.sessions[i]![backend],
  })),
);
it.each(rows)('$first with iptables-$backend', ({ backend, lines, recording }) => {
  const said = (printed: typeof recording) => lines.map((line, i) => ({ line, ...printed[i] }));
  expect(said(ourDocker(lines, backend))).toEqual(said(recording));
});
