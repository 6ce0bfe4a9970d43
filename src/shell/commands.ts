/** Every command of the shell by name, whatever kind it is. */
import { builtins, findBuiltin } from './builtins/index.ts';
import { type Entry, programManual } from './manual.ts';
import { findTool, tools } from './tools/index.ts';

/** All names, in the order `help` lists them. */
export const commandNames = (): readonly string[] => [
  ...Object.keys(programManual),
  ...tools.map((t) => t.name),
  ...builtins.map((b) => b.name),
];

/** How a command is written and what it does; null where there is none of that name. */
export const manualOf = (name: string): Entry | null =>
  Object.hasOwn(programManual, name) ? programManual[name]! : (findTool(name) ?? findBuiltin(name) ?? null);
