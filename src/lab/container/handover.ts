/**
 * A lab on its way into the full terminal and back: through this tab's session storage, or the address where
 * that is blocked.
 */
import type { Texts } from '../../container/carried.ts';
import type { ExerciseFile, ScenarioFile } from '../../container/files.ts';
import { siteUrl, storageName } from '../siteUrl.ts';

/** What is handed over. */
export interface Handover {
  /**
   * The page it came from, an address of this site, and under what name that page keeps a text. A lab out of an address
   * has no such name: the address may be a stranger's, who must not reach what is kept.
   */
  readonly from: { readonly address: string; readonly keeps: string | null } | null;
  readonly lab: ExerciseFile;
  readonly network: ScenarioFile;
  /** As `worldText` writes it. */
  readonly world: string;
  /** The learner's files, by host. */
  readonly files: Readonly<Record<string, Texts>>;
}

const key = storageName('terminal');
const textOfHandover = ({ from, lab, network, world, files }: Handover): string =>
  JSON.stringify({ from, lab, network, world, files });

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
  siteUrl(
    keepHandover(handover) ? '/terminal/' : `/terminal/#${encodeURIComponent(textOfHandover(handover))}`,
  );

const againKey = `${key}/again`;

/**
 * Loads the page again and opens the terminal there by itself, with the lab as it is: what was begun in this page cannot
 * be begun again. Where nothing can be kept, the lab goes in the address.
 */
export const openAgain = (handover: Handover): void => {
  history.replaceState(null, '', terminalAddress(handover));
  try {
    sessionStorage.setItem(againKey, '');
  } catch {
    // Then it waits for Start.
  }
  location.reload();
};

/** Whether the page was loaded to open the terminal, said once. */
export const wasToOpenAgain = (): boolean => {
  try {
    const again = sessionStorage.getItem(againKey) !== null;
    sessionStorage.removeItem(againKey);
    return again;
  } catch {
    return false;
  }
};

/** A text that may hold a lab. What is in the address may be anyone's; what is in the tab is this site's. */
export interface HandedOver {
  readonly text: string;
  readonly in: 'address' | 'tab';
}

/** The texts that may have been handed over to this page, the likelier first. */
export const handedOver = (): readonly HandedOver[] => {
  const inAddress: readonly HandedOver[] =
    location.hash.length > 1 ? [{ text: decodeSafely(location.hash.slice(1)), in: 'address' }] : [];
  try {
    const kept = sessionStorage.getItem(key);
    return kept === null ? inAddress : [...inAddress, { text: kept, in: 'tab' }];
  } catch {
    return inAddress;
  }
};

const decodeSafely = (text: string): string => {
  try {
    return decodeURIComponent(text);
  } catch {
    return '';
  }
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
