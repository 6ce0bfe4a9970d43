import { printAddress } from '../../../netfilter/values/address.ts';
import { addressType, anyIpRoute, interfaceOf } from '../../../network/localAddress.ts';
import { flowTo, lookUp } from '../../../network/routes.ts';
import { printTable, tableNumbers } from '../../../network/routingRules.ts';
import { routeError, type SendError, sourceForRoute } from '../../../network/sourceAddress.ts';
import type { Host, World } from '../../../network/world.ts';
import type { Word } from '../../../text/words.ts';
import { endOf, printed, problemAt, refused } from '../shared/result.ts';
import type { CommandResult } from '../shellCommand.ts';
import {
  deviceOf,
  isProblem,
  notSupported,
  prefixProblem,
  readKeywords,
  readPrefix,
  type Style,
} from './keywords.ts';
import { getting } from './routeWords.ts';

/** What netlink says of each error. */
export const answers: Readonly<Record<Exclude<SendError, 'EPERM'>, string>> = {
  ENETUNREACH: 'Network is unreachable',
  EHOSTUNREACH: 'No route to host',
  EACCES: 'Permission denied',
  EINVAL: 'Invalid argument',
};

export const get = (_world: World, host: Host, words: readonly Word[], style: Style): CommandResult => {
  const read = readKeywords(words, getting, 'to');
  if (isProblem(read)) return refused(read);
  const { of, rest } = read;
  const target = of['to'] ?? rest[0];
  if (!target)
    return refused(
      problemAt(endOf(words), 'need at least a destination address', 1, 'Write the address to look up.'),
    );
  const to = readPrefix(target.text);
  if (!to) return refused(prefixProblem(target));
  const from = of['from'] ? readPrefix(of['from'].text) : null;
  if (of['from'] && !from) return refused(prefixProblem(of['from']));
  if (of['mark'] && !/^(0x[\da-f]+|\d+)$/i.test(of['mark'].text))
    return refused(
      problemAt(
        of['mark'],
        `Error: argument "${of['mark'].text}" is wrong: invalid mark\n`,
        255,
        'A mark is a whole number.',
      ),
    );
  const out = of['oif'] ?? of['dev'];
  const device = out ? deviceOf(host, out) : null;
  if (device && isProblem(device)) return refused(device);
  const answer = (message: string) =>
    refused(
      problemAt(
        target,
        `RTNETLINK answers: ${message}`,
        2,
        `${host.name} has no way to ${printAddress(to.address)}. ip route lists its routes.`,
      ),
    );
  if (from && !interfaceOf(host, from.address)) return answer('Network is unreachable');
  const type = addressType(host, to.address);
  const mark = Number(of['mark']?.text ?? 0);
  const route =
    type === 'LOCAL'
      ? anyIpRoute(host, to.address)
      : lookUp(host, { ...flowTo(to.address), source: from?.address ?? 0, mark });
  const refusedWith = type === 'LOCAL' ? null : routeError(route);
  if (refusedWith) return answer(answers[refusedWith as Exclude<SendError, 'EPERM'>]);
  const local = route === null || route.kind === 'local';
  const source = from?.address ?? (local ? to.address : sourceForRoute(host, route, to.address));
  if (device && route && route.device !== device.name)
    return refused(
      notSupported(
        out!,
        `a way by ${device.name} that no route has`,
        `The route to ${printAddress(to.address)} leaves by ${route.device}.`,
      ),
    );
  const parts = [
    local ? 'local' : type === 'BROADCAST' ? 'broadcast' : type === 'MULTICAST' ? 'multicast' : '',
    printAddress(to.address),
    from ? `from ${printAddress(from.address)}` : '',
    route?.via != null ? `via ${printAddress(route.via)}` : '',
    `dev ${local ? 'lo' : route.device}`,
    route && route.table !== tableNumbers.main ? `table ${printTable(route.table)}` : '',
    from || source === null ? '' : `src ${printAddress(source)}`,
    mark === 0 ? '' : `mark ${mark < 16 ? mark : `0x${mark.toString(16)}`}`,
    `uid ${of['uid']?.text ?? 0}`,
  ];
  const cache = local
    ? '<local> '
    : type === 'BROADCAST'
      ? '<local,brd> '
      : type === 'MULTICAST'
        ? '<local,mc> '
        : '';
  return printed(
    `${parts.filter((p) => p !== '').join(' ')} ${style.oneLine ? '\\' : '\n'}    cache ${cache}\n`,
  );
};
