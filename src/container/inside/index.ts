/** The one bundled file's exports. */
export { command } from './main.ts';
export { setup } from './setup.ts';
