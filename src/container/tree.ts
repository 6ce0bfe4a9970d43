import { save } from '../netfilter/print/save.ts';
import type { World } from '../network/world.ts';
import { commands } from '../shell/commands/index.ts';
import { mountedAt, type Texts } from './carried.ts';
import type { Tree } from './container.ts';
import {
  bundleFile,
  type ExerciseFile,
  exerciseFile,
  rulesFile,
  type ScenarioFile,
  scenarioFile,
  worldFile,
  worldText,
} from './files.ts';

/** What a tree is made of. */
export interface TreeParts {
  readonly scenario: ScenarioFile;
  readonly exercise: ExerciseFile;
  /** The world as the learner left it. */
  readonly world: World;
  /** Files of the lab's host. */
  readonly files: Texts;
  /** The text of the bundled file. */
  readonly bundle: string;
}

/** The commands that are mounted: those of the network, `ssh HOST COMMAND` for the other hosts, and `check`. */
export const commandNames: readonly string[] = [...commands.networkNames, 'ssh', 'check'];

const script = (name: string): string =>
  `#!/usr/bin/env node\nrequire('../${bundleFile}').command('${name}');\n`;

/** The tree of files to mount for a lab in its present state. */
export const treeOf = ({ scenario, exercise, world, files, bundle }: TreeParts): Tree =>
  folders({
    ...Object.fromEntries(commandNames.map((name) => [`bin/${name}`, script(name)])),
    [bundleFile]: bundle,
    [scenarioFile]: `${JSON.stringify({ hosts: scenario.hosts }, null, 2)}\n`,
    [exerciseFile]: `${JSON.stringify(exercise, null, 2)}\n`,
    [worldFile]: worldText(world),
    [rulesFile]: save(world.hosts[exercise.host]!.filter),
    ...Object.fromEntries(
      Object.entries(files).flatMap(([path, text]) => {
        const at = mountedAt(path);
        return at === null ? [] : [[at, text]];
      }),
    ),
  });

const folders = (files: Readonly<Record<string, string>>): Tree => {
  const root: { [name: string]: Tree | string } = {};
  for (const [path, text] of Object.entries(files)) {
    const names = path.split('/');
    let folder = root;
    for (const name of names.slice(0, -1)) {
      folder[name] ??= {};
      folder = folder[name] as typeof root;
    }
    folder[names.at(-1)!] = text;
  }
  return root;
};
