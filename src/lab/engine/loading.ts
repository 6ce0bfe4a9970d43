/**
 * Loading what a text needs before it is run: rare commands of the shell and rare extensions. What runs is a
 * function of values, so where something was missed it is loaded and the same is done again.
 */
import { ExtensionsNotLoaded } from '../../netfilter/collection.ts';
import { extensionsNeeded, loadExtensions } from '../../netfilter/registry.ts';
import { commandsNeeded, loadCommands } from '../../shell/commands/index.ts';
import { CommandNotLoaded } from '../../shell/commands/shellCommand.ts';

/** A file of the simulator's code did not arrive. Trying again is safe. */
export class NotArrived extends Error {}

const arrive = async (loading: Promise<unknown>): Promise<void> => {
  try {
    await loading;
  } catch (error) {
    throw new NotArrived(error instanceof Error ? error.message : String(error));
  }
};

/** Loads what texts need; null where it is all there. Rejects with `NotArrived`. */
export const loadFor = (...texts: readonly string[]): Promise<void> | null => {
  const commands = texts.flatMap(commandsNeeded);
  const extensions = texts.flatMap(extensionsNeeded);
  if (commands.length + extensions.length === 0) return null;
  return arrive(Promise.all([loadCommands(commands), loadExtensions(extensions)]));
};

/** Whether something threw because it has to be loaded first. */
export const isNotLoaded = (thrown: unknown): boolean =>
  thrown instanceof CommandNotLoaded || thrown instanceof ExtensionsNotLoaded;

/** Loads what was missed when something threw; null where that was not why. Rejects with `NotArrived`. */
export const loadMissed = (thrown: unknown): Promise<void> | null => {
  if (thrown instanceof CommandNotLoaded) return arrive(loadCommands([thrown.command]));
  if (thrown instanceof ExtensionsNotLoaded) return arrive(loadExtensions(thrown.names));
  return null;
};

/** Does something, and again whenever it missed something that could be loaded. Rejects with what else it throws. */
export const withLoading = async <T>(work: () => T | Promise<T>): Promise<T> => {
  for (;;) {
    try {
      return await work();
    } catch (thrown) {
      const loading = loadMissed(thrown);
      if (!loading) throw thrown;
      await loading;
    }
  }
};

/** Another part of the simulator, loaded when it is first needed. Rejects with `NotArrived`. */
export const part = async <M>(load: () => Promise<M>): Promise<M> => {
  try {
    return await load();
  } catch (error) {
    throw new NotArrived(error instanceof Error ? error.message : String(error));
  }
};
