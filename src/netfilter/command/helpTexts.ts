import { ExtensionsNotLoaded } from '../collection.ts';

/** What a text that needs these texts has to load; no extension is called so. */
const name = 'help texts';
let texts: ReadonlyMap<string, string> | null = null;

/** What each extension prints for `-h`, by the extension's name. They are long, so they come when a line needs them. */
export const helpTexts = {
  /** Throws `ExtensionsNotLoaded` as long as they are missing. */
  of(extension: string): string {
    if (texts === null) throw new ExtensionsNotLoaded([name]);
    return texts.get(extension) ?? '';
  },
  /** Loads them if they are among `names`. Rejects where a file of code does not arrive; trying again is safe. */
  async load(names: readonly string[]): Promise<void> {
    if (names.includes(name)) helpTexts.add((await import('./extensionHelp.ts')).extensionHelp);
  },
  /** Takes them, if they are there already. */
  add(all: ReadonlyMap<string, string>): void {
    texts = all;
  },
};
