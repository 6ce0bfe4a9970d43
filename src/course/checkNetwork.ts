import { decodeScenario } from '../network/decodeScenario.ts';
import { suggest } from '../text/suggest.ts';
import { instead } from './checkLab.ts';
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
  const misspelt = Object.keys(scenario).some((key) => suggest(key, ['title', 'hosts']) === 'title');
  if (typeof title !== 'string' && !(title === undefined && misspelt))
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
    for (const { path, message, hint } of decoded.problems)
      defects.push({ path, message: atTop(path) ?? `${message}. ${hint}`.replace(/\.$/, '') });
  return defects.length ? { ok: false, defects } : { ok: true, network: value as Network };
};

/** A field that neither a network nor a scenario has; null for what is wrong further down. */
const atTop = ([field, ...below]: Defect['path']): string | null =>
  field === undefined || field === 'hosts' || below.length
    ? null
    : `a network has no field ${field}${instead(String(field), ['title', 'hosts'])}`;
