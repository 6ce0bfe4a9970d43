/**
 * A lab on its way into the full terminal and back: through this tab's session storage, or the address where
 * that is blocked.
 */
import type { Texts } from '../../container/carried.ts';
import { type ExerciseFile, readWorld, type ScenarioFile, worldText } from '../../container/files.ts';
import { labText } from '../../course/labText.ts';
import { readLab } from '../../course/lesson.ts';
import { prepareLab } from '../../course/prepareLab.ts';
import type { World } from '../../network/world.ts';
import { keep } from '../progress.ts';

/** What is handed over. */
export interface Handover {
  /** The page it came from, and under what name that page keeps a text. */
  readonly from: { readonly address: string; readonly keeps: string } | null;
  readonly lab: ExerciseFile;
  readonly network: ScenarioFile;
  readonly world: World;
  /** The files somebody wrote, by host. */
  readonly files: Readonly<Record<string, Texts>>;
}

const key = 'four-tables/terminal';
const textOfHandover = ({ from, lab, network, world, files }: Handover): string =>
  JSON.stringify({ from, lab, network, world: worldText(world), files });

/** Reads what was handed over; null where it is something else. An address of another site is no way back. */
export const readHandover = (text: string): Handover | null => {
  try {
    const {
      from,
      lab: savedLab,
      network,
      world: saved,
      files = {},
    } = JSON.parse(text) as {
      readonly from: Handover['from'];
      readonly lab: unknown;
      readonly network: ScenarioFile;
      readonly world: string;
      readonly files?: Handover['files'];
    };
    const world = readWorld(saved);
    const lab = readLab(savedLab);
    if (!world || !lab || !Object.hasOwn(world.hosts, lab.host) || !Object.hasOwn(network.hosts, lab.host))
      return null;
    if (from !== null && (!/^\/(?!\/|\\)/.test(from.address) || typeof from.keeps !== 'string')) return null;
    if (
      !Object.values(files).every((texts) =>
        Object.entries(texts).every(
          ([path, t]) => path.startsWith('/') && !/\/\.{0,2}(\/|$)/.test(path) && typeof t === 'string',
        ),
      )
    )
      return null;
    return { from, lab, network, world, files };
  } catch {
    return null;
  }
};

/** Keeps it in this tab; false where storage is blocked or full. */
export const keepHandover = (handover: Handover): boolean => {
  try {
    sessionStorage.setItem(key, textOfHandover(handover));
    return true;
  } catch {
    return false;
  }
};

/**
 * The address of the full terminal for a lab: the lab is kept in this tab, or goes in the address where
 * nothing can be kept.
 */
export const terminalAddress = (handover: Handover): string =>
  keepHandover(handover) ? '/terminal/' : `/terminal/#${encodeURIComponent(textOfHandover(handover))}`;

/** What was handed over to this page; null where nothing was. */
export const takeHandover = (): Handover | null => {
  const inAddress = location.hash.length > 1 ? readHandover(decodeSafely(location.hash.slice(1))) : null;
  if (inAddress) return inAddress;
  try {
    return readHandover(sessionStorage.getItem(key) ?? '');
  } catch {
    return null;
  }
};

const decodeSafely = (text: string): string => {
  try {
    return decodeURIComponent(text);
  } catch {
    return '';
  }
};

/** Gives the rules back to the lab's page: it finds them as the text that it keeps. */
export const giveBack = ({ from, lab, network, world }: Handover): void => {
  if (from !== null) keep(from.keeps, labText(prepareLab(lab, network), world));
};

/** Whether this browser lets the page keep anything. */
export const canKeep = (): boolean => {
  try {
    sessionStorage.setItem(`${key}/try`, '');
    sessionStorage.removeItem(`${key}/try`);
    return true;
  } catch {
    return false;
  }
};
