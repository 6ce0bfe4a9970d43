/** What an editor says of a word or a line: by mouse, by finger and by key. */
import { StateEffect, StateField } from '@codemirror/state';
import { EditorView, hoverTooltip, keymap, showTooltip, type Tooltip } from '@codemirror/view';
import * as labels from '../../labels/en.ts';
import { say } from '../../labels/say.ts';
import type { Known } from '../../shell/choice.ts';
import type { Helper } from './helper.ts';

/** What is said of a text, beside the text. */
const tooltip = (known: Known): Tooltip & { readonly end: number } => ({
  pos: known.from,
  end: known.to,
  above: true,
  create() {
    const dom = document.createElement('div');
    dom.className = 'ft-hover';
    const name = document.createElement('code');
    name.textContent = `${known.label} ${known.detail}`.trim();
    dom.append(...(name.textContent === '' ? [] : [name, ' ']), known.info);
    return { dom };
  },
});

const explain = StateEffect.define<Known | null>();

/** What was asked of a place by key or by touch. It goes when the text changes or the cursor leaves that place. */
const explained = StateField.define<ReturnType<typeof tooltip> | null>({
  create: () => null,
  update(shown, tr) {
    for (const effect of tr.effects) if (effect.is(explain)) return effect.value && tooltip(effect.value);
    if (!shown || tr.docChanged) return null;
    const head = tr.selection?.main.head ?? shown.pos;
    return shown.pos <= head && head <= shown.end ? shown : null;
  },
  provide: (field) => showTooltip.from(field),
});

/** What a word or a line means: where a mouse rests, where a finger taps, and with F1 where the cursor is. */
export const explaining = (helper: Helper) => {
  let touched = false;
  const knownAt = async (view: EditorView, at: number): Promise<Known | null> => {
    const text = view.state.doc.toString();
    const known = await helper.describe(text, at);
    return known && known.info !== '' && view.state.doc.toString() === text ? known : null;
  };
  const ask = async (view: EditorView, at: number, says: boolean) => {
    const known = await knownAt(view, at);
    const said = known ? `${known.label} ${known.info}`.trim() : say(labels.nothingToExplain);
    view.dispatch({ effects: [explain.of(known), ...(says ? [EditorView.announce.of(said)] : [])] });
  };
  return [
    explained,
    hoverTooltip(async (view, at) => {
      const known = touched ? null : await knownAt(view, at);
      return known && tooltip(known);
    }),
    EditorView.domEventHandlers({
      pointerdown(event) {
        touched = event.pointerType === 'touch';
      },
      click(event, view) {
        const at = touched ? view.posAtCoords(event) : null;
        if (at !== null) void ask(view, at, false);
      },
    }),
    keymap.of([
      {
        key: 'F1',
        run(view) {
          void ask(view, view.state.selection.main.head, true);
          return true;
        },
      },
      {
        key: 'Escape',
        run(view) {
          if (!view.state.field(explained)) return false;
          view.dispatch({ effects: explain.of(null) });
          return true;
        },
      },
    ]),
  ];
};
