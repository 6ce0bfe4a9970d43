import { decodeScenario } from '../network/decode.ts';
import { suggest } from '../text/suggest.ts';
import type { Defect } from './defect.ts';
import type { Network } from './lesson.ts';

/** A network, or everything that is wrong with it. */
export type CheckedNetwork =
  | { readonly ok: true; readonly network: Network }
  | { readonly ok: false; readonly defects: readonly Defect[] };

/** Checks what a file of content/networks says: a title, and a scenario without probes. Never throws. */
export const checkNetwork = (value: unknown): CheckedNetwork => {
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    return { ok: false, defects: [{ path: [], message: 'a network has a title and hosts' }] };
  const { title, ...scenario } = value as Readonly<Record<string, unknown>>;
  const defects: Defect[] = [];
  if (typeof title !== 'string')
    defects.push({
      path: ['title'],
      message: `title ${title === undefined ? 'is missing' : 'must be text'}`,
    });
  if ('probes' in scenario)
    defects.push({
      path: ['probes'],
      message: 'a network has no probes: the labs that use it send their own packets',
    });
  const decoded = decodeScenario({ ...scenario, probes: [] });
  if (!decoded.ok)
    for (const { path, message, hint } of decoded.problems) {
      const field = path.length === 1 && path[0] !== 'hosts' ? String(path[0]) : null;
      const near = field === null ? null : suggest(field, ['title', 'hosts', 'links']);
      defects.push(
        field === null
          ? { path, message: `${message}. ${hint}`.replace(/\.$/, '') }
          : { path, message: `a network has no field ${field}${near ? `; did you mean ${near}?` : ''}` },
      );
    }
  return defects.length ? { ok: false, defects } : { ok: true, network: value as Network };
};
