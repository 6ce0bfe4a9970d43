/** What the installed package brings besides the command: the site, and the course it was made for. */
import { existsSync, readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { lessonName } from './lessonName.ts';

/** The schema of networks, as a network of a course of its own names it. */
export const shippedSchema = '../node_modules/four-tables/site/public/schemas/network.json';

/** The package's folder; null in a checkout, where the command is a bundle or its sources. */
export const packageRoot = (): string | null => {
  const root = fileURLToPath(new URL('..', import.meta.url));
  return existsSync(join(root, 'site', 'content')) ? resolve(root) : null;
};

/** The content folder of the package's own course; null in a checkout. */
export const shippedContent = (): string | null => {
  const root = packageRoot();
  return root && join(root, 'site', 'content');
};

/** The lessons of the package's own course: their files by the name in their address. */
export const shippedLessons = (): Readonly<Record<string, string>> => {
  const content = shippedContent();
  if (content === null) return {};
  return Object.fromEntries(
    readdirSync(join(content, 'lessons'))
      .filter((file) => file.endsWith('.mdx'))
      .sort()
      .map((file) => [lessonName(file), join(content, 'lessons', file)]),
  );
};
