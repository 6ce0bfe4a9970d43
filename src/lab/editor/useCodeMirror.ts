import type { RefObject } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import type { EditorOptions, MountedEditor, Point } from './codemirror.ts';

/** `plain`: not asked for yet. `failed`: the script did not come, and the text area goes on without it. */
export type EditorState = 'plain' | 'loading' | 'failed' | MountedEditor;

/**
 * CodeMirror in place of a text area, when `load` was called and its script has come. What was written, selected
 * and scrolled meanwhile is taken over, and the keyboard if the text area had it.
 */
export const useCodeMirror = (
  parent: RefObject<HTMLElement>,
  frame: RefObject<HTMLElement>,
  area: RefObject<HTMLTextAreaElement>,
  options: () => Omit<EditorOptions, 'text'>,
) => {
  const [state, setState] = useState<EditorState>('plain');
  const now = useRef<EditorState>(state);
  const become = (next: EditorState) => {
    now.current = next;
    setState(next);
  };
  // A text area is not replaced while a letter is being composed in it, or a pointer held down.
  const composing = useRef(false);
  const held = useRef(false);
  /** Where the pointer was last, until a key moves on from there. */
  const tapped = useRef<Point | null>(null);
  const gone = useRef(false);

  const load = async () => {
    if (now.current !== 'plain' && now.current !== 'failed') return;
    become('loading');
    try {
      const { mountEditor } = await import('./codemirror.ts');
      while (composing.current || held.current) await new Promise((done) => setTimeout(done, 50));
      const old = area.current;
      if (gone.current || !parent.current || !old) return;
      const top = frame.current?.scrollTop ?? 0;
      const focused = document.activeElement === old;
      const { selectionStart: start, selectionEnd: end, selectionDirection } = old;
      const mounted = mountEditor(parent.current, { ...options(), text: old.value });
      const [anchor, head] = selectionDirection === 'backward' ? [end, start] : [start, end];
      mounted.take({ anchor, head, tapped: start === end ? tapped.current : null }, top, focused);
      become(mounted);
    } catch {
      if (!gone.current) become('failed');
    }
  };

  useEffect(() => {
    const release = ({ clientX: x, clientY: y }: PointerEvent) => {
      if (held.current && frame.current) {
        const { left, top } = frame.current.getBoundingClientRect();
        tapped.current = { x: x - left, y: y - top };
      }
      held.current = false;
    };
    const moveOn = () => {
      tapped.current = null;
    };
    const old = area.current;
    const hold = () => {
      held.current = true;
    };
    const compose = (event: Event) => {
      composing.current = event.type === 'compositionstart';
    };
    old?.addEventListener('pointerdown', hold);
    for (const kind of ['keydown', 'input', 'scroll']) old?.addEventListener(kind, moveOn);
    old?.addEventListener('compositionstart', compose);
    old?.addEventListener('compositionend', compose);
    addEventListener('pointerup', release);
    addEventListener('pointercancel', release);
    // The keyboard may have been here before this script was.
    if (old && document.activeElement === old) void load();
    return () => {
      gone.current = true;
      removeEventListener('pointerup', release);
      removeEventListener('pointercancel', release);
      if (typeof now.current === 'object') now.current.unmount();
    };
  }, []);

  return { state, load };
};
