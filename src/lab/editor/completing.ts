/** What an editor offers while someone writes: a list under the cursor, each choice with its sentence. */
import {
  autocompletion,
  type CompletionContext,
  type CompletionResult,
  type Completion as Option,
} from '@codemirror/autocomplete';
import type { Helper } from './helper.ts';

/** An option with its sentence, which is there at once: not only when the option is chosen by arrow keys, as phones have none. */
type Said = Option & { readonly says?: string };

const sentence = {
  position: 90,
  render({ says }: Said) {
    const dom = document.createElement('div');
    dom.className = 'ft-says';
    dom.textContent = says ?? '';
    return says ? dom : null;
  },
};

const choices = (helper: Helper) => {
  /** What is before and after the end of a word that nothing was found for. More letters find nothing either. */
  let nothing: { readonly before: string; readonly after: string } | null = null;
  return async (context: CompletionContext): Promise<CompletionResult | null> => {
    const { explicit, pos } = context;
    const text = context.state.doc.toString();
    const before = text.slice(0, pos);
    const after = text.slice(pos);
    // After an option and after a comma, what belongs there is offered before a letter of it is.
    const afterOption = /( --?[A-Za-z][\w-]* |\w,)$/.test(before.slice(-40));
    if (!explicit) {
      // Nothing that is offered has any other character in it.
      if (!afterOption && !/[\w*./-]$/.test(before.slice(-1))) return null;
      if (
        nothing?.after === after &&
        before.startsWith(nothing.before) &&
        /^[^\s,]*$/.test(before.slice(nothing.before.length))
      )
        return null;
    }
    const found = await helper.complete(text, pos);
    nothing = found ? null : { before, after };
    if (!found || context.aborted || (!explicit && !afterOption && found.from === pos)) return null;
    const options = found.choices.map(({ label, detail, info }): Said => ({ label, detail, says: info }));
    return offer(found.from, options, options);
  };
};

/** Some of the choices. Letters that go on with one of them leave some of these, and nothing is asked again. */
const offer = (from: number, options: readonly Option[], all: readonly Option[]): CompletionResult => ({
  from,
  options,
  filter: false,
  update: (_, start, end, { state }) => {
    const typed = state.sliceDoc(start, end);
    const left = all.filter(({ label }) => label.startsWith(typed) && label !== typed);
    return left.length === 0 ? null : offer(start, left, all);
  },
});

/** The lists, filled by `helper`. */
export const completing = (helper: Helper) =>
  // Nothing is chosen until an arrow key chooses it: Enter ends the line, as it would in a shell.
  autocompletion({
    override: [choices(helper)],
    icons: false,
    selectOnOpen: false,
    addToOptions: [sentence],
  });
