import { type Host, type World, withFilter, withHost } from '../../../network/world.ts';
import { crc32 } from '../../../text/crc32.ts';
import type { Problem } from '../../../text/problem.ts';
import type { Word } from '../../../text/words.ts';
import { runIptables } from '../iptables/iptables.ts';
import { endOf, printed, problemAt, refused } from '../shared/result.ts';
import type { Call, CommandResult } from '../shellCommand.ts';
import { type Container, containersOf, type Image, imagesOf, withContainers } from './containers.ts';
import { type Flags, readFlags, see } from './flags.ts';
import { inOrder, type Published, readPublished } from './publish.ts';

const flags: Flags = {
  command: 'docker run',
  ours: { detach: 'none', publish: 'word', name: 'word' },
  letters: {
    d: 'detach',
    p: 'publish',
    a: 'attach',
    c: 'cpu-shares',
    e: 'env',
    h: 'hostname',
    i: 'interactive',
    l: 'label',
    m: 'memory',
    P: 'publish-all',
    t: 'tty',
    u: 'user',
    v: 'volume',
    w: 'workdir',
  },
  others: `add-host attach blkio-weight blkio-weight-device cap-add cap-drop cgroup-parent cgroupns cidfile cpu-period cpu-quota
    cpu-rt-period cpu-rt-runtime cpu-shares cpus cpuset-cpus cpuset-mems detach-keys device device-cgroup-rule device-read-bps
    device-read-iops device-write-bps device-write-iops disable-content-trust dns dns-option dns-search domainname entrypoint env
    env-file expose gpus group-add health-cmd health-interval health-retries health-start-period health-timeout help hostname
    init interactive ip ip6 ipc isolation kernel-memory label label-file link link-local-ip log-driver log-opt mac-address
    memory memory-reservation memory-swap memory-swappiness mount network network-alias no-healthcheck oom-kill-disable
    oom-score-adj pid pids-limit platform privileged publish-all pull read-only restart rm runtime security-opt shm-size
    sig-proxy stop-signal stop-timeout storage-opt sysctl tmpfs tty ulimit user userns uts volume volume-driver volumes-from
    workdir`,
};

/** What the line asks for. */
interface Wish {
  readonly image: Image;
  readonly at: Word;
  readonly name: Word | null;
  readonly ports: readonly Published[];
}

const reading = (call: Call<'world' | 'files'>, words: Call['words']): Wish | Problem | CommandResult => {
  const read = readFlags(words, flags);
  if ('output' in read) return read;
  const { given, rest } = read;
  const [image, extra] = rest;
  const usage = 'Usage:  docker run [OPTIONS] IMAGE [COMMAND] [ARG...]\n\nRun a command in a new container';
  if (!image) {
    const message = see('"docker run" requires at least 1 argument.', 'docker run');
    return problemAt(
      endOf(words),
      `${message}\n\n${usage}`,
      1,
      'Name the image: docker run -d -p 8080:80 web.',
    );
  }
  const ports: Published[] = [];
  for (const { flag, word } of given) {
    if (flag !== 'publish') continue;
    const port = readPublished(word);
    if ('message' in port) return port;
    ports.push(port);
  }
  const images = imagesOf(call.world, call.world.hosts[call.host]!);
  const names = images.map((i) => i.name).join(', ');
  if (/[A-Z]/.test(image.text)) {
    const message = 'docker: invalid reference format: repository name must be lowercase.';
    return problemAt(image, see(message, 'docker run'), 125, `The images here are ${names}.`);
  }
  const found = images.find((i) => i.name === image.text.replace(/:latest$/, ''));
  if (!found)
    return problemAt(
      image,
      `Unable to find image '${/:/.test(image.text) ? image.text : `${image.text}:latest`}' locally\ndocker: fetching images is not simulated here`,
      125,
      names === '' ? 'This network has no containers to run.' : `The images here are ${names}.`,
    );
  if (extra)
    return problemAt(
      extra,
      'docker: a command for the container is not simulated here',
      125,
      'Leave it out: the image has a program of its own.',
    );
  if (!given.some((g) => g.flag === 'detach'))
    return problemAt(
      endOf(words),
      'docker: docker run without -d is not simulated here',
      125,
      'Put -d after run, so that the container runs in the background.',
    );
  return { image: found, at: image, ports, name: given.findLast((g) => g.flag === 'name')?.word ?? null };
};

const adjectives =
  'admiring bold clever dreamy eager focused gallant hopeful jolly keen loving nifty quirky serene'.split(
    ' ',
  );
const surnames =
  'babbage curie dijkstra engelbart feynman hopper kepler lamport lovelace meitner noether turing'.split(' ');

/** Numbers that look random and are the same each time a lab begins. */
const digits = (seed: string): string => Array.from({ length: 8 }, (_, i) => crc32(`${seed} ${i}`)).join('');
const pick = (list: readonly string[], seed: string): string =>
  list[parseInt(crc32(seed), 16) % list.length]!;

const takesPort = (published: Published, port: Published): boolean =>
  port.host === published.host && port.protocol === published.protocol;

/** Runs `iptables --wait` with these words: the host's filter afterwards, or what iptables said. */
const iptables = (world: World, host: string, line: string): World | string => {
  const before = world.hosts[host]!.filter;
  const words = `--wait ${line}`.split(' ').map((text) => ({ text, from: 0, to: 0 }));
  const done = runIptables(before, words);
  return done.status === 0
    ? withFilter(world, host, done.filter)
    : `iptables failed: iptables --wait ${line}: ${done.stderr}`;
};

/**
 * The world with a port published: Docker's three rules, and the program that listens where no rule leads to the
 * container. Where iptables refuses a rule, those before it stay. Reference: moby 20.10, libnetwork/iptables/iptables.go,
 * Forward; portmapper/mapper.go, MapRange.
 */
const publish = (
  world: World,
  host: Host,
  { address }: Image,
  port: Published,
): { world: World; failed: string | null } => {
  const { protocol, container } = port;
  if (host.listeners.some((l) => l.protocol === protocol && l.port === port.host))
    return {
      world,
      failed: `Error starting userland proxy: listen ${protocol}4 0.0.0.0:${port.host}: bind: address already in use`,
    };
  const rules = [
    `-t nat -A DOCKER -p ${protocol} -d 0/0 --dport ${port.host} -j DNAT --to-destination ${address}:${container} ! -i docker0`,
    `-t filter -A DOCKER ! -i docker0 -o docker0 -p ${protocol} -d ${address} --dport ${container} -j ACCEPT`,
    `-t nat -A POSTROUTING -p ${protocol} -s ${address} -d ${address} --dport ${container} -j MASQUERADE`,
  ];
  let after = world;
  for (const [i, rule] of rules.entries()) {
    // The first is always added, the others where they are missing.
    if (i > 0 && typeof iptables(after, host.name, rule.replace(' -A ', ' -C ')) !== 'string') continue;
    const done = iptables(after, host.name, rule);
    if (typeof done === 'string') return { world: after, failed: ` (${done} (exit status 1))` };
    after = done;
  }
  const listens = (h: Host): Host => ({ ...h, listeners: [...h.listeners, { protocol, port: port.host }] });
  return { world: withHost(after, host.name, listens), failed: null };
};

/** `docker run -d [-p PORT:PORT]… [--name NAME] IMAGE`: starts a container and publishes its ports. */
export const dockerRun = (call: Call<'world' | 'files'>, words: Call['words']): CommandResult => {
  const wish = reading(call, words);
  if ('output' in wish) return wish;
  if ('message' in wish) return refused(wish);
  const { image, at, name: named, ports } = wish;
  const says = (message: string) => see(`docker: Error response from daemon: ${message}.`, 'docker run');
  const before = containersOf(call);
  const seed = `${call.world.now} ${before.length}`;
  const name = named?.text ?? `${pick(adjectives, `${seed} a`)}_${pick(surnames, `${seed} s`)}`;
  if (named && !/^\/?[a-zA-Z0-9][a-zA-Z0-9_.-]+$/.test(name))
    return refused(
      problemAt(
        named,
        says(`Invalid container name (${name}), only [a-zA-Z0-9][a-zA-Z0-9_.-] are allowed`),
        125,
        'Choose a name of letters and digits.',
      ),
    );
  const holder = before.find((c) => c.name === name);
  if (holder)
    return refused(
      problemAt(
        named ?? at,
        says(
          `Conflict. The container name "/${name}" is already in use by container "${holder.id}". You have to remove (or rename) that container to be able to reuse that name`,
        ),
        125,
        'Give the new container another name.',
      ),
    );
  if (before.some((c) => c.running && c.image === image.name))
    return refused(
      problemAt(
        at,
        `docker: a second container of ${image.name} is not simulated here`,
        125,
        'docker ps lists the one that runs.',
      ),
    );
  const made: Omit<Container, 'running'> = {
    id: digits(seed),
    name,
    image: image.name,
    command: image.command,
    created: call.world.now,
    ports,
  };
  let { world } = call;
  let failed: string | null = null;
  const taken = before.filter((c) => c.running).flatMap((c) => c.ports);
  for (const [i, port] of inOrder(ports).entries()) {
    const others = [...taken, ...inOrder(ports).slice(0, i)];
    if (others.some((o) => takesPort(o, port)))
      failed = `Bind for 0.0.0.0:${port.host} failed: port is already allocated`;
    else ({ world, failed } = publish(world, world.hosts[call.host]!, image, port));
    if (failed !== null) break;
  }
  const { files } = withContainers({ ...call, world }, [...before, { ...made, running: failed === null }]);
  if (failed === null) return printed(`${made.id}\n`, { world, files });
  const problem = problemAt(
    at,
    `docker: Error response from daemon: driver failed programming external connectivity on endpoint ${name} (${digits(`${seed} endpoint`)}): ${failed}.`,
    125,
    failed.startsWith(' (iptables')
      ? 'A chain of Docker is gone. On a real machine, restarting Docker writes its rules again.'
      : 'Take another port of the machine, before the colon.',
  );
  return {
    ...refused(problem),
    output: [{ stream: 'stdout', text: `${made.id}\n` }, ...refused(problem).output],
    world,
    files,
  };
};
