/** JSON Schemas of what authors write as YAML, for editors. `check` says more, and in better words. */
import { largest, scenarioFields } from '../network/scenarioFields.ts';
import type { AnyForm } from './form.ts';
import { frontMatterRows, type NetworkPart, networkRows } from './guide/networks.ts';
import { frontMatter } from './lesson.ts';

export type Schema = Readonly<Record<string, unknown>>;

/** The names of the fields of each part of a network. */
export const networkFields: Readonly<Record<NetworkPart, readonly string[]>> = {
  network: ['title', ...Object.keys(scenarioFields.scenario).filter((f) => f !== 'probes')],
  link: Object.keys(scenarioFields.link),
  host: Object.keys(scenarioFields.host),
  interface: Object.keys(scenarioFields.interface),
  listener: Object.keys(scenarioFields.listener),
};

const texts: Schema = { type: 'array', items: { type: 'string' } };
const byName = (of: Schema): Schema => ({ type: 'object', additionalProperties: of });
const part = (name: NetworkPart): Schema => ({ $ref: `#/$defs/${name}` });

/** What is in fields that are lists or objects. */
const inside: Readonly<Record<string, Schema>> = {
  hosts: byName(part('host')),
  links: byName(part('link')),
  interfaces: byName(part('interface')),
  routes: texts,
  routingRules: texts,
  addresses: texts,
  listen: {
    type: 'array',
    items: { anyOf: [{ type: 'string', pattern: '^(tcp|udp)/\\d+$' }, part('listener')] },
  },
  sysctl: byName({ anyOf: [{ type: 'string' }, { type: 'number' }] }),
};

const plain = (name: string, kind: string): Schema => {
  if (kind === 'number')
    return { type: 'integer', minimum: 0, ...(Object.hasOwn(largest, name) && { maximum: largest[name] }) };
  return { type: kind };
};

const networkPart = (name: NetworkPart): Schema => {
  const kinds: Readonly<Record<string, string>> = {
    title: 'string',
    ...scenarioFields[name === 'network' ? 'scenario' : name],
  };
  return {
    type: 'object',
    additionalProperties: false,
    properties: Object.fromEntries(
      networkFields[name].map((field) => [
        field,
        { description: networkRows[name][field]?.means, ...(inside[field] ?? plain(field, kinds[field]!)) },
      ]),
    ),
  };
};

/** The schema of a file in content/networks. */
export const networkSchema = (): Schema => ({
  $schema: 'http://json-schema.org/draft-07/schema#',
  title: 'A network of Four Tables',
  ...networkPart('network'),
  required: ['title', 'hosts'],
  $defs: {
    host: networkPart('host'),
    link: networkPart('link'),
    interface: networkPart('interface'),
    listener: { ...networkPart('listener'), oneOf: [{ required: ['tcp'] }, { required: ['udp'] }] },
  },
});

const ofForm = (form: AnyForm): Schema => {
  switch (form.is) {
    case 'text':
      return { type: 'string' };
    case 'number':
      return { type: 'integer' };
    case 'yes-or-no':
      return { type: 'boolean' };
    case 'number-or-text':
      return { anyOf: [{ type: 'integer' }, { type: 'string' }] };
    case 'one-of':
      return { enum: form.choices };
    case 'list':
      return { type: 'array', items: ofForm(form.of) };
    case 'by-name':
      return byName(ofForm(form.of));
    case 'optional':
      return ofForm(form.of);
    case 'nullable':
      return { anyOf: [ofForm(form.of), { type: 'null' }] };
    case 'by-kind':
      return { anyOf: Object.values(form.forms).map(ofForm) };
    case 'group':
      return {
        type: 'object',
        additionalProperties: false,
        properties: Object.fromEntries(Object.entries(form.fields).map(([name, of]) => [name, ofForm(of)])),
        required: Object.keys(form.fields).filter((name) => form.fields[name]!.is !== 'optional'),
      };
  }
};

/** The schema of a lesson's front matter. */
export const lessonSchema = (): Schema => {
  const { properties, ...schema } = ofForm(frontMatter) as {
    readonly properties: Readonly<Record<string, Schema>>;
  };
  return {
    $schema: 'http://json-schema.org/draft-07/schema#',
    title: 'The front matter of a lesson of Four Tables',
    ...schema,
    properties: Object.fromEntries(
      Object.entries(properties).map(([name, of]) => [
        name,
        { description: frontMatterRows[name]?.means, ...of },
      ]),
    ),
  };
};
