import { printed, problemAt, refused } from '../shared/result.ts';
import { type CommandResult, defineCommand } from '../shellCommand.ts';
import { bridgeOf } from './containers.ts';
import { see } from './flags.ts';
import { dockerPs } from './ps.ts';
import { dockerRun } from './run.ts';

const others =
  `attach build builder commit config context cp create diff events exec export history image images import info inspect kill load
  login logout logs manifest network node pause plugin port pull push rename restart rm rmi save search secret service stack
  start stats stop swarm system tag top trust unpause update version volume wait container`.split(/\s+/);
const hint = 'Here docker has run and ps.';

/**
 * Two commands of Docker's, on a host whose network has a docker0. Containers are machines of the network: `docker run`
 * publishes their ports as the daemon does. Reference: Docker 20.10.24, recorded in tests/conformance/docker.
 */
export const docker = defineCommand({
  name: 'docker',
  usage: 'docker run -d [-p PORT:PORT]… [--name NAME] IMAGE, docker ps [-q] [--no-trunc]',
  summary: 'Starts a container and publishes its ports, on a host that has Docker.',
  manual: () =>
    'The images are the machines on docker0. Publishing a port writes three rules: see iptables-save.',
  needs: ['world', 'files'],
  run(call): CommandResult {
    const [first, ...more] = call.words;
    const manages = first?.text === 'container';
    const command = manages ? more[0] : first;
    const rest = manages ? more.slice(1) : more;
    const host = call.world.hosts[call.host]!;
    if (!command)
      return refused(
        problemAt(first ?? { from: 0, to: 0 }, 'docker: its help is not simulated here', 1, hint),
      );
    if (command.text === '-v' || command.text === '--version')
      return printed('Docker version 20.10.24+dfsg1, build 297e128\n');
    const isRun = command.text === 'run';
    const isPs = command.text === 'ps' || (manages && /^(ls|list)$/.test(command.text));
    if (!isRun && !isPs) {
      if (others.includes(command.text) || manages || command.text.startsWith('-'))
        return refused(problemAt(command, `docker: docker ${command.text} is not simulated here`, 1, hint));
      return refused(
        problemAt(
          command,
          see(`docker: '${command.text}' is not a docker command.`, 'docker').replace(/\.$/, ''),
          1,
          hint,
        ),
      );
    }
    if (!bridgeOf(host)) {
      const message =
        'Cannot connect to the Docker daemon at unix:///var/run/docker.sock. Is the docker daemon running?';
      return refused(
        isRun
          ? problemAt(
              command,
              see(`docker: ${message}.`, 'docker run'),
              125,
              'This machine has no docker0. Go to one that has.',
            )
          : problemAt(command, message, 1, 'This machine has no docker0. Go to one that has.'),
      );
    }
    return isRun ? dockerRun(call, rest) : dockerPs(call, rest);
  },
});
