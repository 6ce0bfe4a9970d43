/** The fields that a scenario may have, and the check that it has no others and each of the right kind. */
import { suggest } from '../text/suggest.ts';
import type { AddProblem, ScenarioProblem } from './scenario.ts';

type Path = ScenarioProblem['path'];
type FieldKind = 'string' | 'number' | 'boolean' | 'object' | 'list' | 'text-or-number';
type Part = 'scenario' | 'link' | 'host' | 'interface' | 'listener' | 'probe';

/** The fields of each part of a scenario, and the kind of each. */
export const scenarioFields: Readonly<Record<Part, Readonly<Record<string, FieldKind>>>> = {
  scenario: { hosts: 'object', links: 'object', probes: 'list' },
  link: { mtu: 'number' },
  host: {
    forwarding: 'boolean',
    interfaces: 'object',
    routes: 'list',
    routingRules: 'list',
    listen: 'list',
    sets: 'string',
    rules: 'string',
    sysctl: 'object',
  },
  interface: { link: 'string', addresses: 'list', mac: 'string', master: 'string' },
  listener: { tcp: 'number', udp: 'number', uid: 'number', gid: 'number', transparent: 'boolean' },
  probe: {
    name: 'string',
    from: 'string',
    tcp: 'string',
    udp: 'string',
    ping: 'string',
    source: 'string',
    sport: 'number',
    ttl: 'number',
    tos: 'number',
    uid: 'number',
    gid: 'number',
    payload: 'text-or-number',
    flags: 'string',
    says: 'list',
    wait: 'number',
  },
};

/** The largest value of a field, where it has one. */
export const largest: Readonly<Record<string, number>> = {
  mtu: 65535,
  tcp: 65535,
  udp: 65535,
  sport: 65535,
  ttl: 255,
  tos: 255,
  uid: 4294967295,
  gid: 4294967295,
  payload: 65000,
  wait: 1_000_000_000,
};

const isCount = (v: unknown): boolean => typeof v === 'number' && Number.isInteger(v) && v >= 0;

/** Whether a value is an object with fields, as JSON has them. */
export const isObject = (v: unknown): v is Readonly<Record<string, unknown>> =>
  typeof v === 'object' && v !== null && !Array.isArray(v);

const kinds: Readonly<Record<FieldKind, { readonly name: string; readonly is: (v: unknown) => boolean }>> = {
  string: { name: 'a string', is: (v) => typeof v === 'string' },
  number: { name: 'a whole number', is: isCount },
  boolean: { name: 'a boolean', is: (v) => typeof v === 'boolean' },
  object: { name: 'an object', is: isObject },
  list: { name: 'a list', is: Array.isArray },
  'text-or-number': { name: 'a text or a whole number', is: (v) => typeof v === 'string' || isCount(v) },
};

const kindOf = (v: unknown): string =>
  Array.isArray(v) ? 'a list' : v === null ? 'nothing' : isObject(v) ? 'an object' : `a ${typeof v}`;

/**
 * Checks the fields of one part of a scenario: unknown ones, and values of the wrong kind or too large. Null
 * if it is not an object at all.
 */
export const checkFields = (
  value: unknown,
  part: Part,
  path: Path,
  wrong: AddProblem,
): Readonly<Record<string, unknown>> | null => {
  const names = Object.keys(scenarioFields[part]);
  if (!isObject(value)) {
    wrong(
      path,
      `this is ${kindOf(value)}, not an object`,
      `A ${part} is an object with ${names.join(', ')}.`,
    );
    return null;
  }
  for (const [name, given] of Object.entries(value)) {
    const kind = Object.hasOwn(scenarioFields[part], name) ? kinds[scenarioFields[part][name]!] : undefined;
    if (!kind) {
      const near = suggest(name, names);
      const hint = near ? `Did you mean ${near}?` : `It has ${names.join(', ')}.`;
      wrong([...path, name], `a ${part} has no field ${name}`, hint);
    } else if (!kind.is(given))
      wrong([...path, name], `${name} is ${kindOf(given)}`, `It has to be ${kind.name}.`);
    else if (typeof given === 'number' && given > (largest[name] ?? Infinity))
      wrong([...path, name], `${name} is ${given}`, `At most ${largest[name]}.`);
  }
  return value;
};

/** Checks that a list has only texts in it. */
export const checkTexts = (value: unknown, path: Path, wrong: AddProblem): void => {
  if (!Array.isArray(value)) return;
  for (const [i, text] of value.entries())
    if (typeof text !== 'string')
      wrong([...path, i], `this is ${kindOf(text)}, not a text`, 'Put it in quotation marks.');
};
