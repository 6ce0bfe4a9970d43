/**
 * Where machines and links are drawn. Machines keep the order they are written in; a link is a line
 * beside them with a stub to each machine on it. Pure: a width in, places out.
 */

/**
 * A machine to place: its links in the order of its interfaces, and how many lines of text are under its
 * name.
 */
export interface MapHost {
  readonly name: string;
  readonly links: readonly string[];
  readonly lines: number;
}

export interface Point {
  readonly x: number;
  readonly y: number;
}

/** A box, by its upper left corner. */
export interface Box extends Point {
  readonly width: number;
  readonly height: number;
}

/**
 * A link: its line, a stub for each machine on it (box end first), and where its name may stand; null where
 * there is no room.
 */
export interface PlacedLink {
  readonly name: string;
  readonly line: readonly [Point, Point];
  readonly stubs: readonly { readonly host: string; readonly at: readonly [Point, Point] }[];
  readonly label: (Point & { readonly room: number }) | null;
}

/** All lengths in CSS pixels. `across`: machines side by side; `down`: one below the other. */
export interface NetworkMap {
  readonly direction: 'across' | 'down';
  readonly width: number;
  readonly height: number;
  readonly hosts: readonly (Box & { readonly name: string })[];
  readonly links: readonly PlacedLink[];
}

const narrowest = 132;
const widest = 184;
const gap = { across: 14, down: 16 } as const;
const lineHeight = 16;
const nameHeight = 35;
const lane = { across: 26, down: 18 } as const;
/** From a box to the first lane. */
const reach = { across: 18, down: 16 } as const;
const edge = 6;

interface Span {
  readonly name: string;
  readonly members: readonly number[];
}

const spansOf = (hosts: readonly MapHost[]): readonly Span[] =>
  [...new Set(hosts.flatMap((h) => h.links))].map((name) => ({
    name,
    members: hosts.flatMap((h, i) => (h.links.includes(name) ? [i] : [])),
  }));

/**
 * The order of a machine's stubs: links that come from before it, the shorter first; links that go past it;
 * links that begin here, the longer first.
 */
const order = (links: readonly Span[], host: number): readonly Span[] => {
  const rank = ({ members }: Span): number => {
    const first = members[0]!;
    const last = members.at(-1)!;
    return last === host
      ? first - host - 1000 + 2 * (host - first)
      : first === host
        ? 1000 - (last - host)
        : 0;
  };
  return [...links].sort((a, b) => rank(a) - rank(b));
};

/**
 * Lays a network out. Boxes never overlap each other or a line, lines on one lane never touch, and nothing is
 * wider than `width` (from 240 on).
 */
export const layOutMap = (hosts: readonly MapHost[], width: number): NetworkMap => {
  const direction = hosts.length * (narrowest + gap.across) - gap.across <= width ? 'across' : 'down';
  const across = direction === 'across';
  const spans = spansOf(hosts);
  const stubsAt = hosts.map((_, i) =>
    order(
      spans.filter((s) => s.members.includes(i)),
      i,
    ),
  );
  const boxWidth = Math.min(widest, (width - gap.across * (hosts.length - 1)) / Math.max(1, hosts.length));
  const tallest = Math.max(44, nameHeight + lineHeight * Math.max(0, ...hosts.map((h) => h.lines)));
  // Along the main axis: where each box begins and how long it is.
  const lengths = hosts.map((h) =>
    across ? boxWidth : Math.max(40, 12 + lineHeight * Math.max(1, h.lines)),
  );
  const total = lengths.reduce((a, b) => a + b, 0) + gap[direction] * Math.max(0, hosts.length - 1);
  const starts: number[] = [];
  let at = across ? (width - total) / 2 : 0;
  for (const length of lengths) {
    starts.push(at);
    at += length + gap[direction];
  }
  const stub = (host: number, span: Span): number =>
    starts[host]! + (lengths[host]! * (stubsAt[host]!.indexOf(span) + 1)) / (stubsAt[host]!.length + 1);
  const ends = (s: Span): readonly [number, number] => {
    const [from, to] = [stub(s.members[0]!, s), stub(s.members.at(-1)!, s)];
    return from === to ? [from - 8, to + 8] : [from, to];
  };
  // The shorter a link, the nearer to the boxes: one that lies inside another's span then crosses none of its
  // stubs.
  const lanes: (readonly [number, number])[][] = [];
  const laneOf = new Map<string, number>();
  const length = (s: Span): number => ends(s)[1] - ends(s)[0];
  for (const s of [...spans].sort((a, b) => length(a) - length(b))) {
    const [from, to] = ends(s);
    const free = lanes.findIndex((taken) => taken.every(([a, b]) => to + edge < a || from - edge > b));
    const number = free === -1 ? lanes.push([]) - 1 : free;
    lanes[number]!.push([from, to]);
    laneOf.set(s.name, number);
  }
  const left = across ? 0 : reach.down + lane.down * Math.max(0, lanes.length - 1) + edge + 2;
  const crossOf = (s: Span): number =>
    across
      ? tallest + reach.across + lane.across * laneOf.get(s.name)!
      : left - reach.down - lane.down * laneOf.get(s.name)!;
  const point = (main: number, cross: number): Point =>
    across ? { x: main, y: cross } : { x: cross, y: main };
  const taken = new Set<number>();
  const links = spans.map((s): PlacedLink => {
    const [from, to] = ends(s);
    const cross = crossOf(s);
    let label: PlacedLink['label'] = null;
    if (across) label = { x: (from + to) / 2, y: cross + 14, room: Math.max(narrowest / 2, to - from) };
    else {
      const free = s.members.slice(0, -1).find((i) => !taken.has(i));
      if (free !== undefined) {
        taken.add(free);
        label = {
          x: cross + 17,
          y: starts[free]! + lengths[free]! + gap.down / 2 + 4,
          room: width - cross - 17,
        };
      }
    }
    return {
      name: s.name,
      line: [point(from, cross), point(to, cross)],
      stubs: s.members.map((i) => ({
        host: hosts[i]!.name,
        at: [point(stub(i, s), across ? tallest : left), point(stub(i, s), cross)],
      })),
      label,
    };
  });
  return {
    direction,
    width,
    links,
    height: across
      ? tallest + (lanes.length ? reach.across + lane.across * (lanes.length - 1) + 20 : 0)
      : Math.max(0, total),
    hosts: hosts.map((h, i) => ({
      name: h.name,
      ...(across
        ? { x: starts[i]!, y: 0, width: lengths[i]!, height: tallest }
        : { x: left, y: starts[i]!, width: width - left, height: lengths[i]! }),
    })),
  };
};

const middle = (a: Point, b: Point): Point => ({ x: (a.x + b.x) / 2, y: (a.y + b.y) / 2 });

/**
 * Where a packet is drawn inside a machine: in the corner beside its name, or on the edge that its links leave
 * from.
 */
export const markerIn = (map: NetworkMap, host: string): Point | null => {
  const box = map.hosts.find((h) => h.name === host);
  if (!box) return null;
  return map.direction === 'across'
    ? { x: box.x + box.width - 19, y: 16 }
    : { x: box.x + 4, y: box.y + box.height / 2 };
};

/**
 * A packet's line over a link, in two halves that meet where it stands while it is on the way. Null where a
 * machine is not on the map.
 */
export const pathOver = (
  map: NetworkMap,
  link: string,
  from: string,
  to: string,
): { readonly out: readonly Point[]; readonly in: readonly Point[] } | null => {
  const placed = map.links.find((l) => l.name === link);
  const [start, a, b, end] = [
    markerIn(map, from),
    placed?.stubs.find((s) => s.host === from),
    placed?.stubs.find((s) => s.host === to),
    markerIn(map, to),
  ];
  if (!start || !a || !b || !end) return null;
  const half = middle(a.at[1], b.at[1]);
  return { out: [start, a.at[0], a.at[1], half], in: [half, b.at[1], b.at[0], end] };
};
