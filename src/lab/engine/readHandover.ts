import { readWorld, type ScenarioFile } from '../../container/files.ts';
import { readLab } from '../../course/lesson.ts';
import type { Handover } from '../container/handover.ts';

/** Reads what was handed over; null where it is something else. An address of another site is no way back. */
export const readHandover = (text: string): Handover | null => {
  try {
    const {
      from,
      lab: savedLab,
      network,
      world,
      files = {},
    } = JSON.parse(text) as {
      readonly from: Handover['from'];
      readonly lab: unknown;
      readonly network: ScenarioFile;
      readonly world: string;
      readonly files?: Handover['files'];
    };
    const read = readWorld(world);
    const lab = readLab(savedLab);
    if (!read || !lab || !Object.hasOwn(read.hosts, lab.host) || !Object.hasOwn(network.hosts, lab.host))
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
