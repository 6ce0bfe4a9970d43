import type { PacketView } from '../../course/labView.ts';

/** How a packet's end looks: right or wrong in an exercise, neither in a lab; with a bar where it did not arrive. */
export const markOf = ({ passed, end }: PacketView, judged: boolean): string =>
  `${judged ? (passed ? 'ft-good' : 'ft-bad') : ''} ${end.arrived ? '' : 'ft-stopped'}`;

/** A packet on the drawn network. */
export interface Mark {
  /** Its number or letter. */
  readonly name: string;
  readonly look: string;
  /** The hosts that sent it, and on which it ended. */
  readonly from: string;
  readonly at: string;
}

const long = 700;

/** Has a mark run from the host that sent the packet to where it is. */
const run = (mark: HTMLElement, from: Element, nth: number): void => {
  const [start, end] = [from.getBoundingClientRect(), mark.getBoundingClientRect()];
  const there = `translate(${start.left - end.left}px, ${start.top - end.top}px)`;
  const frames = [
    { transform: there, zIndex: 2 },
    { transform: 'none', zIndex: 2 },
  ];
  mark.animate(frames, { duration: long, delay: nth * 150, easing: 'ease-in-out', fill: 'backwards' });
};

/**
 * Puts packets on the drawn network, on the machines where they ended, each into the place that `placeOf` gives for a machine. One
 * that ends in another way than before runs there, unless the reader wants less motion. For the eye: the list says the same.
 */
export const placeAll = (
  network: Element,
  marks: readonly Mark[],
  placeOf: (machine: HTMLElement) => HTMLElement,
): void => {
  const machines = new Map(
    [...network.querySelectorAll<HTMLElement>('[data-at]')].map((m) => [m.dataset['at'], m] as const),
  );
  const before = new Set<string>();
  for (const [name, machine] of machines) {
    const place = placeOf(machine);
    for (const { textContent, className } of place.querySelectorAll('b'))
      before.add(`${textContent} ${name} ${className.includes('ft-stopped')}`);
    place.replaceChildren();
  }
  const moves = !matchMedia('(prefers-reduced-motion: reduce)').matches;
  let running = 0;
  for (const { name, look, from, at } of marks) {
    const machine = machines.get(at);
    if (!machine) continue;
    const mark = document.createElement('b');
    mark.className = `ft-envelope ${look}`;
    mark.textContent = name;
    placeOf(machine).append(mark);
    const sender = machines.get(from);
    const known = before.has(`${name} ${at} ${look.includes('ft-stopped')}`);
    if (moves && sender && !known) run(mark, sender, running++);
  }
};

/** Puts a lab's own packets there. */
export const placeMarks = (network: Element, packets: readonly PacketView[], judged: boolean): void =>
  placeAll(
    network,
    packets.map((packet, i) => ({
      name: `${i + 1}`,
      look: markOf(packet, judged),
      from: senderOf(packet),
      at: packet.end.host,
    })),
    (machine) => machine,
  );

/** The host that sent a packet: its route begins with it. */
export const senderOf = ({ route }: PacketView): string => route.split(' ')[0]!;
