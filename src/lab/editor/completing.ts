/** What an editor offers while someone writes: a list under the cursor, each choice with its sentence. */
import {
  autocompletion,
  type CompletionContext,
  type CompletionResult,
  completionStatus,
  type Completion as Option,
  startCompletion,
} from '@codemirror/autocomplete';
import { type EditorView, ViewPlugin, type ViewUpdate } from '@codemirror/view';
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

/** A text and a place in it. */
interface Place {
  readonly text: string;
  readonly pos: number;
}

/** Milliseconds after a key until a list is asked for; CodeMirror waits as long again before it opens one. */
const pause = 50;

/** What is offered at a place: at once where it is asked for by key, and after some letters where it is not. */
const choices = (helper: Helper) => {
  /** What is before and after the end of a word that nothing was found for. More letters find nothing either. */
  let nothing: { readonly before: string; readonly after: string } | null = null;
  return async ({ text, pos }: Place, explicit: boolean): Promise<CompletionResult | null> => {
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
    if (!found || (!explicit && !afterOption && found.from === pos)) return null;
    const options = found.choices.map(({ label, detail, info }): Said => ({ label, detail, says: info }));
    // A list that came with a letter goes with the last one.
    return offer(found.from, options, options, explicit ? 0 : Math.min(1, pos - found.from));
  };
};

/**
 * Some of the choices, as long as there are `least` letters. Letters that go on with one of them leave some of these,
 * and nothing is asked again; where none is left the list closes at once.
 */
const offer = (
  from: number,
  options: readonly Option[],
  all: readonly Option[],
  least: number,
): CompletionResult => ({
  from,
  options,
  filter: false,
  update: (_, start, end, { state }) => {
    const typed = state.sliceDoc(start, end);
    const left =
      typed.length < least ? [] : all.filter(({ label }) => label.startsWith(typed) && label !== typed);
    return offer(start, left, all, least);
  },
});

const placeOf = ({ state }: Pick<EditorView, 'state'>): Place => ({
  text: state.doc.toString(),
  pos: state.selection.main.head,
});
const isSame = (a: Place, b: Place): boolean => a.pos === b.pos && a.text === b.text;

/**
 * The lists, filled by `helper`. CodeMirror would begin a list at each letter and take it back where there is nothing to
 * offer, which is a frame each time. So it hears of a list when there is one.
 */
export const completing = (helper: Helper) => {
  const offered = choices(helper);
  /** What is offered where a letter was written. */
  let ready: (Place & { readonly result: CompletionResult }) | null = null;

  const whileWriting = ViewPlugin.define(
    (view) => {
      let waiting: ReturnType<typeof setTimeout> | undefined;
      let asked = 0;
      const ask = async () => {
        const mine = asked;
        const place = placeOf(view);
        const result = await offered(place, false);
        if (!result || mine !== asked || completionStatus(view.state) !== null) return;
        ready = { ...place, result };
        startCompletion(view);
      };
      const stop = () => {
        asked++;
        clearTimeout(waiting);
      };
      return {
        stop,
        update({ docChanged, selectionSet, state, transactions }: ViewUpdate) {
          if (!docChanged && !selectionSet) return;
          stop();
          if (completionStatus(state) !== null) return;
          ready = null;
          if (transactions.some((tr) => tr.isUserEvent('input.type'))) waiting = setTimeout(ask, pause);
        },
        destroy: stop,
      };
    },
    {
      eventHandlers: {
        keydown({ key }) {
          if (key === 'Escape') this.stop();
        },
      },
    },
  );

  const source = ({ state, pos, explicit }: CompletionContext) => {
    const place = { text: state.doc.toString(), pos };
    const written = ready;
    ready = null;
    if (written && isSame(written, place)) return written.result;
    return offered(place, explicit && !written);
  };

  return [
    // Nothing is chosen until an arrow key chooses it: Enter ends the line, as it would in a shell.
    autocompletion({
      override: [source],
      activateOnTyping: false,
      icons: false,
      selectOnOpen: false,
      addToOptions: [sentence],
    }),
    whileWriting,
  ];
};
