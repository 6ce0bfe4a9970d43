import type { PacketView } from '../../course/labView.ts';

/** How a packet's end looks: right or wrong in an exercise, neither in a lab; with a bar where it did not arrive. */
export const markOf = ({ passed, end }: PacketView, judged: boolean): string =>
  `${judged ? (passed ? 'ft-good' : 'ft-bad') : ''} ${end.arrived ? '' : 'ft-stopped'}`;

/** Puts the packets on the drawn network, on the machines where they ended. For the eye: the list says the same. */
export const placeMarks = (network: Element, packets: readonly PacketView[], judged: boolean): void => {
  for (const place of network.querySelectorAll<HTMLElement>('[data-at]')) {
    const marks = packets.map((packet, i) => {
      if (packet.end.host !== place.dataset['at']) return '';
      const mark = document.createElement('b');
      mark.className = `ft-envelope ${markOf(packet, judged)}`;
      mark.textContent = `${i + 1}`;
      return mark;
    });
    place.replaceChildren(...marks.filter((m) => m !== ''));
  }
};
