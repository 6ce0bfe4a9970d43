import type { BuiltLab } from './builtLab.ts';
import { markOf } from './marks.ts';

type Hosts = BuiltLab['network']['hosts'];

/** A link's line: from the first of its machines to the last, on a lane of its own or on one that is free there. */
interface Line {
  readonly name: string;
  readonly on: readonly number[];
  readonly first: number;
  readonly last: number;
  readonly lane: number;
}

/** The links that join machines. The longest is drawn farthest from them, so that it crosses the fewest. */
const linesOf = (hosts: Hosts): readonly Line[] => {
  const links = Object.values(hosts).map((h) => Object.values(h.interfaces ?? {}).map(({ link }) => link));
  const lines = [...new Set(links.flat())]
    .flatMap((name) => {
      const on = links.flatMap((of, i) => (of.includes(name) ? [i] : []));
      return name === undefined || on.length < 2 ? [] : [{ name, on, first: on[0]!, last: on.at(-1)! }];
    })
    .sort((a, b) => b.last - b.first - (a.last - a.first));
  const placed: Line[] = [];
  for (const line of lines) {
    const meets = (lane: number) =>
      placed.some((p) => p.lane === lane && line.first < p.last && p.first < line.last);
    let lane = 0;
    while (meets(lane)) lane++;
    placed.push({ ...line, lane });
  }
  return placed;
};

type Listener = NonNullable<Hosts[string]['listen']>[number];
const listens = (l: Listener): string =>
  typeof l === 'string' ? l : l.tcp === undefined ? `udp/${l.udp}` : `tcp/${l.tcp}`;

/**
 * A lab's network: its machines, their addresses, what listens there, and the links between them. Text and style alone, so
 * that it is there before any script; `marks.ts` puts the packets on it.
 */
export const Network = ({ network: { hosts }, lab: { host }, built: { view, kind } }: BuiltLab) => {
  const lines = linesOf(hosts);
  const lanes = 1 + Math.max(-1, ...lines.map((l) => l.lane));
  return (
    <ul class="ft-net" style={{ '--lanes': lanes }} aria-label="The network">
      {Object.entries(hosts).map(([name, { interfaces = {}, listen = [] }], i) => (
        <li key={name} class={name === host ? 'ft-mine' : undefined}>
          {lines.map(({ name: link, on, first, last, lane }) =>
            i < first || i > last ? null : (
              <i
                key={link}
                class={
                  i === first ? 'ft-first' : i === last ? 'ft-last' : on.includes(i) ? 'ft-on' : undefined
                }
                style={{ '--lane': lane }}
              />
            ),
          )}
          <p>
            <strong>{name}</strong>{' '}
            <span class="ft-ended" data-at={name} aria-hidden="true">
              {!kind?.hidesOutcomes &&
                view.packets.map(
                  (packet, n) =>
                    packet.end.host === name && (
                      <b key={packet.name} class={`ft-envelope ${markOf(packet, kind !== null)}`}>
                        {n + 1}
                      </b>
                    ),
                )}
            </span>
          </p>
          <p class="ft-addresses">
            {Object.entries(interfaces).map(([device, { link, addresses = [] }]) => (
              <span key={device}>
                {device} <code>{addresses.map((a) => a.split('/')[0]).join(' ')}</code> {link}
              </span>
            ))}
          </p>
          {listen.length > 0 && <p class="ft-listens">listens on {listen.map(listens).join(', ')}</p>}
        </li>
      ))}
    </ul>
  );
};
