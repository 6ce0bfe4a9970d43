import { useEffect, useLayoutEffect, useMemo, useRef, useState } from 'preact/hooks';
import type { DrawnHost, DrawnJourney } from '../../trace/drawnWay.ts';
import { layOutMap, markerIn, type NetworkMap, type Point, pathOver } from '../../trace/networkMap.ts';
import type { PacketLocation } from '../../trace/way.ts';

/** More machines than these are not drawn, but for those that the packets come to. */
const mostHosts = 12;
const characters = (width: number, each: number): number => Math.max(3, Math.floor(width / each));
const cut = (text: string, most: number): string =>
  text.length <= most ? text : `${text.slice(0, most - 1)}…`;
/** `wlan0 192.168.1.23`; where there is little room the device's name is cut, never the address. */
const address = (device: string, of: string, most: number): string =>
  `${cut(device, Math.max(3, most - of.length - 1))} ${of}`;
const stands = ({ x, y }: Point): string => `translate(${x}px, ${y}px)`;
const draw = (points: readonly Point[]): string => points.map((p) => `${p.x},${p.y}`).join(' ');

const placeOf = (map: NetworkMap, place: PacketLocation): Point | null =>
  place.kind === 'host'
    ? markerIn(map, place.host)
    : (pathOver(map, place.link, place.from, place.to)?.in[0] ?? null);

/**
 * The line a packet takes from one place to the next; null where the two are not neighbours, and it jumps.
 */
const between = (map: NetworkMap, from: PacketLocation, to: PacketLocation): readonly Point[] | null => {
  if (to.kind === 'link' && from.kind === 'host') {
    const way = pathOver(map, to.link, to.from, to.to);
    return from.host === to.from
      ? (way?.out ?? null)
      : from.host === to.to
        ? way && [...way.in].reverse()
        : null;
  }
  if (from.kind === 'link' && to.kind === 'host') {
    const way = pathOver(map, from.link, from.from, from.to);
    return to.host === from.to
      ? (way?.in ?? null)
      : to.host === from.from
        ? way && [...way.out].reverse()
        : null;
  }
  return null;
};

const moves = (): boolean => !matchMedia('(prefers-reduced-motion: reduce)').matches;

/** A letter: the packet, here and among the stations. */
export const Letter = () => (
  <>
    <rect class="ft-letter" x={-13} y={-9} width={26} height={18} rx={3} />
    <path class="ft-flap" d="M-12 -7 L0 2 L12 -7" />
  </>
);

/** The network, with the packet where it is. For the eye alone: the sentence below it says the same. */
export const WayMap = ({
  hosts: all,
  journey,
  at,
  go,
}: {
  readonly hosts: readonly DrawnHost[];
  readonly journey: DrawnJourney;
  readonly at: number;
  readonly go: (step: number) => void;
}) => {
  const frame = useRef<HTMLDivElement>(null);
  const packet = useRef<SVGGElement>(null);
  const [width, measure] = useState(0);
  useLayoutEffect(() => {
    const look = () => measure(Math.floor(frame.current!.clientWidth));
    look();
    const watch = new ResizeObserver(look);
    watch.observe(frame.current!);
    return () => watch.disconnect();
  }, []);
  const step = journey.steps[at]!;
  const visited = new Set(journey.stays.map((s) => s.host));
  const hosts = all.length > mostHosts ? all.filter((h) => visited.has(h.name)) : all;
  const texts = new Map(hosts.map((h) => [h.name, h.addresses]));
  const map = useMemo(
    () =>
      layOutMap(
        hosts.map((h) => ({
          name: h.name,
          links: h.links,
          lines: texts.get(h.name)!.length,
        })),
        Math.max(240, width),
      ),
    [all, journey, width],
  );
  const stood = useRef<{ readonly journey: DrawnJourney; readonly place: PacketLocation } | null>(null);
  const here = placeOf(map, step.location);
  useEffect(() => {
    const before = stood.current;
    stood.current = { journey, place: step.location };
    const line = before?.journey === journey ? between(map, before.place, step.location) : null;
    if (!line || !packet.current || !moves()) return;
    const moving = packet.current.animate(
      line.map((p) => ({ transform: stands(p) })),
      { duration: 700, easing: 'ease-in-out' },
    );
    return () => moving.cancel();
  }, [journey, at]);
  const passed = journey.steps.slice(0, at + 1).flatMap((s, i) => {
    if (s.location.kind !== 'link') return [];
    const over = pathOver(map, s.location.link, s.location.from, s.location.to);
    return over ? [i === at ? over.out : [...over.out, ...over.in]] : [];
  });
  const current = step.location.kind === 'host' ? step.location.host : null;
  return (
    <div ref={frame} class="ft-map">
      {width > 0 && (
        <svg
          width={map.width}
          height={map.height}
          viewBox={`0 0 ${map.width} ${map.height}`}
          role="img"
          aria-label={`The network: ${map.links.map((l) => `${l.name} joins ${l.stubs.map((s) => s.host).join(', ')}`).join('; ')}. The packet is ${step.location.kind === 'link' ? `on ${step.location.link}` : `in ${step.location.host}`}.`}
        >
          {map.links.map((l) => (
            <g key={l.name} class="ft-link">
              <polyline points={draw(l.line)} />
              {l.stubs.map((s) => (
                <polyline key={s.host} points={draw(s.at)} />
              ))}
            </g>
          ))}
          {passed.map((points, i) => (
            <polyline key={i} class="ft-passed" points={draw(points)} />
          ))}
          {map.links.map(
            (l) =>
              l.label && (
                <text
                  key={l.name}
                  class="ft-link-name"
                  x={l.label.x}
                  y={l.label.y}
                  text-anchor={map.direction === 'across' ? 'middle' : 'start'}
                >
                  {cut(l.name, characters(l.label.room, 6.5))}
                </text>
              ),
          )}
          {map.hosts.map((h) => {
            const across = map.direction === 'across';
            const first = journey.steps.findIndex(
              (s) => s.location.kind === 'host' && s.location.host === h.name,
            );
            const lines = texts.get(h.name)!;
            const x = across ? h.x + 9 : h.x + h.width - 9;
            const top = across ? 42 : h.height / 2 - (lines.length - 1) * 8 + 4;
            return (
              <g
                key={h.name}
                role="presentation"
                class={`ft-host ${visited.has(h.name) ? '' : 'ft-aside'} ${h.name === current ? 'ft-here' : ''} ${first === -1 ? '' : 'ft-goes'}`}
                onClick={() => first !== -1 && go(first)}
              >
                <rect x={h.x + 1} y={h.y + 1} width={h.width - 2} height={h.height - 2} rx={6} />
                <text
                  class="ft-host-name"
                  x={across ? h.x + 9 : h.x + 24}
                  y={across ? 21 : h.y + h.height / 2 + 5}
                >
                  {cut(h.name, characters(across ? h.width - 46 : 96, 8))}
                </text>
                {lines.map(([device, of], i) => (
                  <text
                    key={of}
                    class="ft-address"
                    x={x}
                    y={h.y + top + i * 16}
                    text-anchor={across ? 'start' : 'end'}
                  >
                    {address(
                      device,
                      of,
                      characters(across ? h.width - 14 : h.width - 42 - 8 * Math.min(h.name.length, 12), 6.4),
                    )}
                  </text>
                ))}
              </g>
            );
          })}
          {here && (
            <g
              ref={packet}
              class={`ft-token ${step.end === 'dropped' ? 'ft-lost' : ''}`}
              style={{ transform: stands(here) }}
            >
              <Letter />
              {step.end === 'dropped' && <path class="ft-cross" d="M-9 -9 L9 9 M9 -9 L-9 9" />}
            </g>
          )}
        </svg>
      )}
      {hosts.length < all.length && (
        <p class="ft-small">
          {all.length - hosts.length} more machines are not drawn: the packet does not come to them.
        </p>
      )}
    </div>
  );
};
