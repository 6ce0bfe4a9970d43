/** What editors read to help authors: schemas and snippets, each as a file of the project. `npm run author-files`. */
import { networkText } from '../scaffold/network.ts';
import { lessonSchema, networkSchema } from '../schemas.ts';
import { labRows, showRows } from './directives.ts';

const json = (value: unknown): string => `${JSON.stringify(value, null, 2)}\n`;

/** A snippet's text: its title, if it has one, and the id are what an author changes first. */
const body = (text: string): readonly string[] =>
  text
    .replace(/[\\$}]/g, '\\$&')
    .replace(/\[([^\]`]+)\](\{#)([\w-]+)/, '[${1:$1}]$2${2:$3}')
    .split('\n');

/** A snippet for each directive, and one for a network. */
const snippets = () => ({
  ...Object.fromEntries(
    Object.entries({ ...labRows, ...showRows }).map(([name, { means, example }]) => [
      name,
      { scope: 'mdx,markdown', prefix: `:::${name}`, description: means, body: body(example) },
    ]),
  ),
  network: {
    scope: 'yaml',
    prefix: 'network',
    description: 'A network with two hosts',
    body: body(networkText('A network').trimEnd()),
  },
});

/** The text of each file, by its path in the project. */
export const authorFiles = (): Readonly<Record<string, string>> => ({
  'public/schemas/network.json': json(networkSchema()),
  'public/schemas/lesson.json': json(lessonSchema()),
  '.vscode/four-tables.code-snippets': json(snippets()),
});
