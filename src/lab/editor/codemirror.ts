/**
 * The editor of a lab: CodeMirror 6 with our words, colours, completion, hover and problems. Loaded when an
 * editor is first pointed at or focused.
 */
import { completionKeymap } from '@codemirror/autocomplete';
import { defaultKeymap, history, historyKeymap } from '@codemirror/commands';
import { type Diagnostic, setDiagnostics } from '@codemirror/lint';
import { EditorState, RangeSetBuilder } from '@codemirror/state';
import {
  Decoration,
  type DecorationSet,
  EditorView,
  keymap,
  tooltips,
  ViewPlugin,
  type ViewUpdate,
} from '@codemirror/view';
import * as labels from '../../labels/en.ts';
import { say } from '../../labels/say.ts';
import type { Problem } from '../../text/problem.ts';
import { completing } from './completing.ts';
import { explaining } from './explaining.ts';
import type { Helper } from './helper.ts';
import { highlight, lookOf } from './highlight.ts';

/** What an editor is made of. */
export interface EditorOptions {
  readonly text: string;
  readonly label: string;
  /** The id of the element that says what is wrong with the text. */
  readonly describedBy: string;
  readonly helper: Helper;
  onWrite(text: string): void;
}

/** A place in the editor, from its upper left corner. */
export interface Point {
  readonly x: number;
  readonly y: number;
}

/** What the mounted editor can be told. */
export interface MountedEditor {
  /** The text as the session has it; a change of someone else's is put in. */
  write(text: string): void;
  /** Underlines the problems where they are. */
  mark(problems: readonly Problem[]): void;
  /**
   * Goes on from where a text area was: its selection, how far it was scrolled, and whether it had the keyboard. A text area breaks
   * lines inside an option, so what was `tapped` in it last is the letter that was seen there.
   */
  take(
    from: { readonly anchor: number; readonly head: number; readonly tapped: Point | null },
    scrollTop: number,
    focused: boolean,
  ): void;
  unmount(): void;
}

const looks = new Map<string, Decoration>();
const look = (word: string, colour: string): Decoration => {
  const style = lookOf(word, colour);
  const known = looks.get(style) ?? Decoration.mark({ attributes: { style } });
  looks.set(style, known);
  return known;
};

/** Colours of the lines in sight, from the same table as the code blocks'. */
const coloured = (view: EditorView): DecorationSet => {
  const found = new RangeSetBuilder<Decoration>();
  for (const { from, to } of view.visibleRanges) {
    const first = view.state.doc.lineAt(from);
    const text = view.state.sliceDoc(first.from, to);
    for (const { from, to, colour } of highlight(text))
      found.add(first.from + from, first.from + to, look(text.slice(from, to), colour));
  }
  return found.finish();
};

const highlighting = ViewPlugin.fromClass(
  class {
    decorations: DecorationSet;
    constructor(view: EditorView) {
      this.decorations = coloured(view);
    }
    update(update: ViewUpdate) {
      if (update.docChanged || update.viewportChanged) this.decorations = coloured(update.view);
    }
  },
  { decorations: (plugin) => plugin.decorations },
);

const diagnostic =
  (length: number) =>
  (p: Problem): Diagnostic => ({
    from: Math.min(p.from, length),
    to: Math.min(p.to, length),
    severity: 'error',
    message: `${p.message}\n${p.hint}`,
    ...(p.replacement !== undefined && {
      actions: [
        {
          name:
            p.replacement === ''
              ? say(labels.removeIt)
              : `${say(labels.write)} ${p.replacement.slice(0, 60)}`,
          apply: (view, from, to) => view.dispatch({ changes: { from, to, insert: p.replacement! } }),
        },
      ],
    }),
  });

/**
 * Tells `parent` how high the text is, for the style sheet: an editor of a known height is laid out by itself, and a key does not
 * lay out the page around it.
 */
const measured = (parent: HTMLElement) =>
  ViewPlugin.define(({ contentDOM }) => {
    const observer = new ResizeObserver(([entry]) => {
      const high = entry!.borderBoxSize[0]!.blockSize;
      // In what is folded up nothing has a height.
      if (high > 0) parent.style.setProperty('--text-height', `${high}px`);
    });
    observer.observe(contentDOM, { box: 'border-box' });
    return { destroy: () => observer.disconnect() };
  });

/** The one stretch in which two texts differ, so that the cursor stays where it was outside of it. */
const difference = (before: string, after: string) => {
  if (before === after) return null;
  const shorter = Math.min(before.length, after.length);
  let from = 0;
  while (from < shorter && before[from] === after[from]) from++;
  let behind = 0;
  while (behind < shorter - from && before[before.length - 1 - behind] === after[after.length - 1 - behind])
    behind++;
  return { from, to: before.length - behind, insert: after.slice(from, after.length - behind) };
};

/**
 * Puts an editor into `parent`. `onWrite` hears every change the learner makes, and none that `write`
 * made. Tab moves on, as everywhere on the page; Escape closes what is open.
 */
export const mountEditor = (
  parent: HTMLElement,
  { text, label, describedBy, helper, onWrite }: EditorOptions,
): MountedEditor => {
  let writing = false;
  /** The editor's text. */
  let written = text;
  let marked: readonly Problem[] = [];
  // Inside the editor the foot of the lab would cover them.
  const lists = document.createElement('div');
  lists.className = 'ft-lists';
  const view = new EditorView({
    parent,
    state: EditorState.create({
      doc: text,
      extensions: [
        history(),
        EditorView.lineWrapping,
        highlighting,
        completing(helper),
        explaining(helper),
        measured(parent),
        tooltips({
          parent: lists,
          position: 'absolute',
          // At a phone's edge a box that has one looks cut off.
          tooltipSpace: ({ dom }) => {
            const { clientWidth, clientHeight } = dom.ownerDocument.documentElement;
            return { top: 0, left: 12, right: clientWidth - 12, bottom: clientHeight };
          },
        }),
        keymap.of([...completionKeymap, ...defaultKeymap, ...historyKeymap]),
        EditorView.contentAttributes.of({
          tabindex: '0',
          'aria-label': label,
          'aria-describedby': describedBy,
          'aria-keyshortcuts': 'F1',
          autocapitalize: 'off',
          spellcheck: 'false',
        }),
        EditorView.updateListener.of((update) => {
          if (!update.docChanged || writing) return;
          written = update.state.doc.toString();
          onWrite(written);
        }),
      ],
    }),
  });
  parent.append(lists);
  return {
    write(next) {
      if (next === written) return;
      const change = difference(written, next);
      written = next;
      if (!change) return;
      writing = true;
      view.dispatch({ changes: change });
      writing = false;
    },
    mark(problems) {
      if (problems.length + marked.length === 0) return;
      marked = problems;
      view.dispatch(
        setDiagnostics(view.state, problems.slice(0, 200).map(diagnostic(view.state.doc.length))),
      );
    },
    take({ anchor, head, tapped }, scrollTop, focused) {
      const { length } = view.state.doc;
      const { left, top } = view.dom.getBoundingClientRect();
      const at =
        tapped && scrollTop === 0 ? view.posAtCoords({ x: left + tapped.x, y: top + tapped.y }) : null;
      view.dispatch({
        selection: { anchor: at ?? Math.min(anchor, length), head: at ?? Math.min(head, length) },
      });
      // The heights of lines are guesses until they are measured for the first time.
      view.requestMeasure({
        read: () => null,
        write: () => {
          view.scrollDOM.scrollTop = scrollTop;
        },
      });
      if (focused) view.focus();
    },
    unmount() {
      view.destroy();
      lists.remove();
    },
  };
};
