import type { Completion, Known } from '../../shell/choice.ts';

/** What an editor asks about its text; nothing comes back where there is nothing to say. */
export interface Helper {
  complete(text: string, at: number): Promise<Completion | null>;
  describe(text: string, at: number): Promise<Known | null>;
}
