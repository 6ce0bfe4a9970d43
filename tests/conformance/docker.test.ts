/**
 * A Docker host: the network of the course has the rules that a real daemon wrote, and `docker` here does what it did.
 * Replayed from the recording; it is asked again by `npm run conformance:record -- --docker` alone.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { type DockerRecording, dockerhost, dockerSessions } from './docker.ts';

const recorded = JSON.parse(
  readFileSync(join(import.meta.dirname, 'docker', 'recorded.json'), 'utf8'),
) as DockerRecording;

it('the network has the rules that the daemon wrote when it started', () => {
  expect(dockerSessions[0]![0]).toBe('iptables-save');
  expect(dockerhost.hosts['dockerhost']!.rules).toBe(recorded.sessions[0]!.legacy[0]!.stdout);
});
