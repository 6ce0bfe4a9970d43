/** What our pages are measured beside: Starlight with nothing of ours in it. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { run } from '../../../src/tasks/install.mjs';

const page = `---
title: A page
description: A page of Starlight as it comes.
---
${'Packets that arrive go through the rules of a chain, from the first to the last, until one of them decides. '.repeat(3)}

## A heading

${'What no rule decides, the policy of the chain does. A packet that is dropped is not heard of again. '.repeat(4)}

\`\`\`sh
iptables -A INPUT -p tcp --dport 22 -j ACCEPT
iptables -P INPUT DROP
\`\`\`

${'The same table may have chains of its own, and a rule may jump there and come back. '.repeat(4)}
`;

/** Writes a site of so many such pages. */
export const writeBare = (folder: string, pages: number): void => {
  const write = (path: string, text: string) => writeFileSync(join(folder, path), text);
  mkdirSync(join(folder, 'src/content/docs'), { recursive: true });
  // Astro compiles the components of packages that are named here.
  write(
    'package.json',
    '{ "type": "module", "private": true, "dependencies": { "astro": "*", "@astrojs/starlight": "*" } }',
  );
  write(
    'astro.config.mjs',
    `import starlight from '@astrojs/starlight';
import { defineConfig } from 'astro/config';
export default defineConfig({ integrations: [starlight({ title: 'Bare' })] });
`,
  );
  write(
    'src/content.config.ts',
    `import { docsLoader } from '@astrojs/starlight/loaders';
import { docsSchema } from '@astrojs/starlight/schema';
import { defineCollection } from 'astro:content';
export const collections = { docs: defineCollection({ loader: docsLoader(), schema: docsSchema() }) };
`,
  );
  write('src/content/docs/index.md', page);
  for (let i = 2; i <= pages; i++)
    write(`src/content/docs/page-${i}.md`, page.replace('A page', `Page ${i}`));
};

/** Builds one such page, and says where it is. */
export const buildBare = async (folder: string): Promise<string> => {
  writeBare(folder, 1);
  const { status, text } = await run('npx', ['astro', 'build', '--root', resolve(folder)], { show: false });
  if (status !== 0) throw new Error(`the bare page could not be built:\n${text.slice(-2000)}`);
  return join(folder, 'dist');
};
