import { readFileSync } from 'node:fs';

export type Theme = 'light' | 'dark';
export type Colours = Readonly<Record<string, string>>;

const declarations = (block: string): Colours =>
  Object.fromEntries(
    [...block.matchAll(/--ft-([\w-]+):\s*(#[0-9a-f]{6})/g)].map(([, name, value]) => [name!, value!]),
  );

/** The `--ft-` colours of each theme, by name without the prefix, as src/styles/theme.css has them. */
export const themeColours = (
  css: string = readFileSync(new URL('../styles/theme.css', import.meta.url), 'utf8'),
): Readonly<Record<Theme, Colours>> => {
  const [dark = '', light = ''] = css.split('@media')[0]!.split(":root[data-theme='light']");
  return { dark: declarations(dark), light: { ...declarations(dark), ...declarations(light) } };
};
