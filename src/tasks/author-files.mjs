/** `npm run author-files`: writes the schemas and snippets for editors, which the course's own tables say. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import '../netfilter/allExtensions.ts';
import { authorFiles } from '../course/guide/authorFiles.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
for (const [path, text] of Object.entries(authorFiles())) {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), text);
}
