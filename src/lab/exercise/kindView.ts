import type { ComponentType } from 'preact';
import type { PacketView } from '../../course/labView.ts';
import type { BuiltLab } from './builtLab.ts';
import type { LiveLab } from './useLab.ts';

/** What the parts of a view are given. */
export interface KindProps {
  readonly lab: BuiltLab;
  readonly live: LiveLab;
}

/** What draws an exercise of which nothing was built into the page. */
export interface Unbuilt {
  readonly Network: ComponentType<BuiltLab>;
  /** Below what there is to do. */
  readonly Aside: ComponentType<KindProps>;
}

/** How a kind of exercise looks: what it puts beside what every lab has. One object for each kind. */
export interface KindView {
  /** In place of the editor. */
  readonly Text?: ComponentType<KindProps>;
  /** Below a packet's name, in place of how it ended: such a view checks each packet by itself. */
  readonly Packet?: ComponentType<KindProps & { readonly packet: PacketView; readonly index: number }>;
  /** Below the packets. */
  readonly Questions?: ComponentType<KindProps>;
  /** Whether there is enough of an answer to be checked; absent where nothing is left for a button below it all. */
  isComplete?(props: KindProps): boolean;
}
