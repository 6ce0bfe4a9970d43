import { readWorld } from '../../container/files.ts';
import { checkNetwork } from '../../course/checkNetwork.ts';
import { byName, group, misfits, nullable, text } from '../../course/form.ts';
import { readLab } from '../../course/lesson.ts';
import type { HandedOver, Handover } from '../container/handover.ts';
import { isNotLoaded } from './loading.ts';

const fromForm = nullable(group({ address: text, keeps: nullable(text) }));
const filesForm = byName(byName(text));

/**
 * The whole address of a page of this site out of what may be any address; null where it leads elsewhere. Never a path
 * alone: one that begins with two slashes is another site's.
 */
const addressHere = (address: string, origin: string): string | null => {
  const url = URL.canParse(address, origin) ? new URL(address, origin) : null;
  return url?.origin === origin && /^https?:$/.test(url.protocol) ? url.href : null;
};

/** Whether a path is a file's: a whole path, without `.` or `..` in it, that does not end as a folder's. */
const isFile = (path: string): boolean => path.startsWith('/') && !/\/\.{0,2}(\/|$)/.test(path);

/**
 * Reads what was handed over to a page of `origin`; null where it is something else. Throws only where the rules of its network
 * need what is not loaded yet. Out of an address comes no name of a kept text.
 */
export const readHandover = (handed: HandedOver & { readonly origin: string }): Handover | null => {
  try {
    const { from, lab: savedLab, network: savedNetwork, world, files = {} } = JSON.parse(handed.text);
    const lab = readLab(savedLab);
    const network = checkNetwork({ title: '', ...savedNetwork });
    const read = typeof world === 'string' ? readWorld(world) : null;
    if (!read || !lab || !network.ok) return null;
    if (!Object.hasOwn(read.hosts, lab.host) || !Object.hasOwn(network.network.hosts, lab.host)) return null;
    if (misfits(fromForm, from).length > 0 || misfits(filesForm, files).length > 0) return null;
    if (!Object.values(files as Handover['files']).every((texts) => Object.keys(texts).every(isFile)))
      return null;
    const address = from && addressHere(from.address, handed.origin);
    if (from && address === null) return null;
    return {
      from: from && { address, keeps: handed.in === 'tab' ? from.keeps : null },
      lab,
      network: savedNetwork,
      world,
      files,
    };
  } catch (thrown) {
    if (isNotLoaded(thrown)) throw thrown;
    return null;
  }
};
