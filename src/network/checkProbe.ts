import { parseAddress } from '../netfilter/values/address.ts';
import { tcpFlagNames } from '../netfilter/values/tcpFlags.ts';
import type { AddProblem, ScenarioProblem } from './scenario.ts';

/** How many texts a probe may say, and how long each may be: it has to be sent in one packet. */
const most = { texts: 10, bytes: 1400 };

/** Checks what the fields of a probe say together, once each is of the right kind. */
export const checkProbe = (
  probe: Readonly<Record<string, unknown>>,
  hosts: Readonly<Record<string, unknown>>,
  path: ScenarioProblem['path'],
  add: AddProblem,
): void => {
  const wrong: AddProblem = (field, message, hint) => add([...path, ...field], message, hint);
  const { from, source } = probe;
  if (typeof from !== 'string') wrong(['from'], 'a probe needs from', 'Say which host sends it.');
  else if (!Object.hasOwn(hosts, from))
    wrong(['from'], `there is no host ${from}`, `The hosts are ${Object.keys(hosts).join(', ')}.`);
  checkTarget(probe, wrong);
  if (typeof source === 'string' && parseAddress(source) === null)
    wrong(['source'], `${source} is not an address`, 'Write an address such as 192.0.2.10.');
  checkFlags(probe, wrong);
  checkSays(probe, wrong);
};

/** Exactly one of tcp, udp and ping says where to. */
const checkTarget = (probe: Readonly<Record<string, unknown>>, wrong: AddProblem): void => {
  const kinds = (['tcp', 'udp', 'ping'] as const).filter((k) => probe[k] !== undefined);
  if (kinds.length !== 1)
    wrong(
      [],
      kinds.length ? `a probe is one of ${kinds.join(' and ')}, not both` : 'a probe needs tcp, udp or ping',
      'Say where to: tcp: "192.0.2.80:80".',
    );
  for (const kind of kinds) {
    const target = String(probe[kind]);
    const [address = '', port, ...more] = target.split(':');
    if (parseAddress(address) === null)
      wrong([kind], `${address || 'nothing'} is not an address`, 'Write an address such as 192.0.2.80.');
    if (kind === 'ping' && port !== undefined) wrong([kind], `${target} has a port`, 'A ping has no port.');
    if (kind !== 'ping' && (port === undefined || more.length > 0 || !isPort(port)))
      wrong([kind], `${target} has no port that can be used`, 'Write address:port, such as 192.0.2.80:80.');
  }
};

const isPort = (text: string): boolean => /^\d{1,5}$/.test(text) && Number(text) <= 65535;

const checkFlags = ({ flags, tcp }: Readonly<Record<string, unknown>>, wrong: AddProblem): void => {
  if (flags !== undefined && tcp === undefined)
    wrong(['flags'], 'only tcp has flags', 'Remove flags, or send tcp.');
  if (typeof flags !== 'string' || flags === 'ALL' || flags === 'NONE') return;
  const bad = flags.split(',').find((f) => !(tcpFlagNames as readonly string[]).includes(f));
  if (bad !== undefined)
    wrong(
      ['flags'],
      `there is no TCP flag ${bad}`,
      `The flags are ${tcpFlagNames.join(', ')}; or ALL, or NONE.`,
    );
};

const checkSays = ({ says, tcp, flags }: Readonly<Record<string, unknown>>, wrong: AddProblem): void => {
  if (says === undefined) return;
  if (tcp === undefined || flags !== undefined)
    wrong(['says'], 'only a tcp connection says something', 'Remove says, or send tcp without flags.');
  if (!Array.isArray(says)) return;
  if (says.length > most.texts) wrong(['says'], `${says.length} texts to say`, `At most ${most.texts}.`);
  if (says.some((text) => text === '' || String(text).length > most.bytes))
    wrong(['says'], 'a text is empty, or longer than one packet', `Each text has 1 to ${most.bytes} bytes.`);
};
