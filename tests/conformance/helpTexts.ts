/** What the real command prints for `-m NAME -h` and `-j NAME -h`, as the source file that holds it. */
import '../../src/netfilter/allExtensions.ts';
import { spawnSync } from 'node:child_process';
import { matchRegistry, targetRegistry } from '../../src/netfilter/registry.ts';
import type { BackendName } from '../../src/netfilter/types.ts';

/** Every extension's option and name; ACCEPT is for all targets that are none. */
export const extensions: readonly (readonly ['-m' | '-j', string])[] = [
  ...matchRegistry.names.map((name) => ['-m', name] as const),
  ...targetRegistry.names.map((name) => ['-j', name] as const),
  ['-j', 'ACCEPT'],
];

const print = (backend: BackendName, words: readonly string[]): string =>
  spawnSync('unshare', ['-n', `iptables-${backend}`, ...words], { encoding: 'utf8' }).stdout;

/** What the real command prints for a line with -h. */
export const askRealHelp = (words: readonly string[]): string => print('legacy', words);

/** What the real command prints after its general help, by the name of the extension. */
export const realHelpTexts = (backend: BackendName): ReadonlyMap<string, string> => {
  const general = print(backend, ['-h']);
  return new Map(
    extensions.map(([option, name]) => [name, print(backend, [option, name, '-h']).slice(general.length)]),
  );
};

const escaped = (text: string): string =>
  text.replaceAll('\\', '\\\\').replaceAll('`', '\\`').replaceAll('${', '\\${').replaceAll('\t', '\\t');

/** The source of src/netfilter/command/extensionHelp.ts. */
export const helpSource = (texts: ReadonlyMap<string, string>): string =>
  `/**
 * What iptables 1.8.9 prints for an extension after its general help. Written by \`npm run conformance:record -- --help\`.
 * One long table, because it is loaded as a whole and only when a line asks for help.
 */
export const extensionHelp: ReadonlyMap<string, string> = new Map([
${[...texts].map(([name, text]) => `  [\n    '${name}',\n    \`${escaped(text)}\`,\n  ],\n`).join('')}]);
`;
