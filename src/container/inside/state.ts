import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { readLab } from '../../course/lesson.ts';
import { createWorld } from '../../network/createWorld.ts';
import type { World } from '../../network/world.ts';
import {
  type ExerciseFile,
  exerciseFile,
  readWorld,
  type ScenarioFile,
  scenarioFile,
  worldFile,
  worldLock,
  worldText,
} from '../files.ts';
import { lock, unlock } from './lock.ts';

/** A file of the tree that no command can work with. */
export class Damaged extends Error {}

/** The mounted tree as the commands see it. */
export class State {
  readonly #root: string;

  constructor(root: string) {
    this.#root = root;
  }

  /** A file's full path. */
  path(file: string): string {
    return join(this.#root, file);
  }

  /** The lab or exercise. Throws `Damaged` if the file holds something else. */
  exercise(): ExerciseFile {
    const lab = readLab(this.#json(exerciseFile));
    if (!lab)
      throw new Damaged(`${exerciseFile} is not a lab. Open the full terminal again from its lesson.`);
    return lab;
  }

  /** The world as the last command left it, or the lab's own at first. Throws `Damaged` if the file is no world. */
  world(): World {
    let text: string;
    try {
      text = readFileSync(this.path(worldFile), 'utf8');
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
      const made = createWorld(this.#json<ScenarioFile>(scenarioFile));
      if (!made.ok)
        throw new Damaged(
          `${scenarioFile}: ${made.problems[0]!.path.join('.')}: ${made.problems[0]!.message}`,
        );
      return made.world;
    }
    const world = readWorld(text);
    if (!world)
      throw new Damaged(
        `${worldFile} is damaged. Remove it, and the lab begins anew: rm ${this.path(worldFile)}`,
      );
    return world;
  }

  /**
   * Changes the world, alone: no other command reads it before this one is written. Gives what `change`
   * gives.
   */
  async change<T extends { readonly world: World }>(change: (world: World) => T): Promise<T> {
    await lock(this.path(worldLock), 0);
    try {
      const before = this.world();
      const done = change(before);
      if (done.world !== before) {
        // Readers see the world before or after this command, never half of one.
        const draft = this.path(`${worldFile}.${process.pid}`);
        writeFileSync(draft, worldText(done.world));
        renameSync(draft, this.path(worldFile));
      }
      return done;
    } finally {
      unlock(this.path(worldLock));
    }
  }

  #json<T>(file: string): T {
    try {
      return JSON.parse(readFileSync(this.path(file), 'utf8')) as T;
    } catch (error) {
      throw new Damaged(`${file} cannot be read: ${(error as Error).message}`);
    }
  }
}
