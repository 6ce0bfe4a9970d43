/**
 * What a reader does in an island before its script has come. It counts: what was written or chosen in a field, and the
 * buttons and keys that were pressed, are kept and done again once the island is alive.
 */
import { recallKey } from '../lab/recallKey.ts';
import { typedKey } from '../lab/terminal/typedKey.ts';

type Field = HTMLInputElement | HTMLTextAreaElement;
const isField = (target: Element): target is Field =>
  target instanceof HTMLInputElement || target instanceof HTMLTextAreaElement;

/** An island that is not alive, and what was done in it. */
interface Sleeper {
  readonly written: Set<Field>;
  /** What was pressed, in order: where, and how to do it again. */
  readonly pressed: { readonly on: HTMLElement; readonly again: () => void }[];
  touched: boolean;
  /** Its script did not come, and the page says so: nothing more is kept than what is written. */
  lost: boolean;
  wake: () => void;
}

const sleepers = new WeakMap<Element, Sleeper>();

/** The island's record, from its first touch or its first line of script on. */
export const sleeper = (island: Element): Sleeper => {
  const known = sleepers.get(island);
  if (known) return known;
  const fresh: Sleeper = {
    written: new Set(),
    pressed: [],
    touched: false,
    lost: false,
    wake: () => {},
  };
  sleepers.set(island, fresh);
  return fresh;
};

/** Shows that what was pressed waits, or no longer does. */
export const showWaiting = ({ pressed }: Sleeper, waits: boolean): void => {
  for (const { on } of pressed)
    if (waits) on.ariaBusy = 'true';
    else on.removeAttribute('aria-busy');
};

/** The letters of an editor's text area are transparent: those below it follow, without colours. */
const paint = (field: Field): void => {
  const painted = field.previousElementSibling;
  if (!painted?.matches('.ft-painted')) return;
  const text = document.createElement('div');
  // Without a space, a line that ends the text would not show.
  text.textContent = `${field.value} `;
  painted.replaceChildren(text);
};

/** Lets the fields be written in. One that has a text kept in this browser (`data-kept`) shows that text. */
export const openFields = (island: Element): void => {
  for (const field of island.querySelectorAll<Field>('[readonly]')) {
    const kept = field.dataset['kept'] === undefined ? null : recallKey(field.dataset['kept']);
    if (kept !== null) {
      field.value = kept;
      paint(field);
    }
    field.readOnly = false;
  }
};

/**
 * What was done, to be called once the island is alive; to be asked for right before, because coming alive puts every
 * field back. Resolves when all is done: the fields first, so that what was pressed is about what is to be seen.
 */
export const replayOf = (island: Element): (() => Promise<void>) => {
  const { written, pressed } = sleeper(island);
  const fields = [...written].map((field) => ({
    field,
    value: field.value,
    checked: field instanceof HTMLInputElement && field.checked,
    from: field.selectionStart,
    to: field.selectionEnd,
  }));
  // Coming alive puts the caret of a text area at its end.
  const area = document.activeElement;
  const caret =
    area instanceof HTMLTextAreaElement && island.contains(area) && !written.has(area)
      ? ([area.selectionStart, area.selectionEnd] as const)
      : null;
  return async () => {
    if (caret && area === document.activeElement) (area as HTMLTextAreaElement).setSelectionRange(...caret);
    for (const { field, value, checked, from, to } of fields) {
      const choice = field.type === 'radio' || field.type === 'checkbox';
      // Of radio buttons, the one that was chosen last.
      if (!island.contains(field) || (field.type === 'radio' && !checked)) continue;
      if (choice) (field as HTMLInputElement).checked = checked;
      else {
        field.value = value;
        if (field === document.activeElement) field.setSelectionRange(from, to);
      }
      for (const type of ['input', 'change']) field.dispatchEvent(new Event(type, { bubbles: true }));
      // The island is drawn again before the next.
      await null;
    }
    for (const { on, again } of pressed.splice(0)) {
      on.removeAttribute('aria-busy');
      if (island.contains(on)) again();
      await null;
    }
  };
};

const hear = (event: Event): void => {
  const { target, type } = event;
  const island = target instanceof Element && target.closest('astro-island[ssr]');
  if (!island) return;
  const asleep = sleeper(island);
  const later = (on: HTMLElement, again: () => void) => {
    if (asleep.lost) return;
    asleep.pressed.push({ on, again });
    showWaiting(asleep, true);
  };
  if (type === 'input' && isField(target)) {
    asleep.written.add(target);
    paint(target);
  } else if (type === 'click') {
    const button = target.closest('button');
    if (button) later(button, () => button.click());
  } else if (event instanceof KeyboardEvent && !event.isComposing) {
    const form = target instanceof HTMLInputElement && event.key === 'Enter' ? target.form : null;
    // What takes the place of a screen that was built is another element, in the same terminal.
    const terminal = target.matches('.ft-screen') ? target.closest<HTMLElement>('.ft-terminal') : null;
    if (form) later(form, () => form.requestSubmit());
    else if (terminal && typedKey(event) !== null) {
      event.preventDefault();
      later(terminal, () => terminal.dispatchEvent(new KeyboardEvent(type, event)));
    }
  }
  asleep.touched = true;
  asleep.wake();
};
for (const type of ['pointerdown', 'focusin', 'keydown', 'click', 'input'])
  addEventListener(type, hear, true);
