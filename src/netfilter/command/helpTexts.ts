import { lazyPart } from '../lazyPart.ts';

/** What each extension prints for `-h`, by its name. The texts are long, so they come when a line asks for one. */
export const helpTexts = lazyPart<ReadonlyMap<string, string>>(
  'help texts',
  async () => (await import('./extensionHelp.ts')).extensionHelp,
);
