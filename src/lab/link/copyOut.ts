import * as labels from '../../labels/en.ts';
import { say } from '../../labels/say.ts';

/**
 * Copies a text and says so after the buttons of which one was pressed, with `added`. Where the browser refuses, the text is in a
 * field there, which `name` names.
 */
export const copyOut = async (button: Element, text: string, name: string, added: string): Promise<void> => {
  const place = button.parentElement!;
  const said = place.querySelector(':scope > output') ?? document.createElement('output');
  place.append(said);
  try {
    await navigator.clipboard.writeText(text);
    // A second copy is said again.
    said.textContent = '';
    said.textContent = ` ${say(labels.copied)} ${added}`;
  } catch {
    const field = document.createElement(text.includes('\n') ? 'textarea' : 'input');
    field.value = text;
    field.readOnly = true;
    field.setAttribute('aria-label', name);
    if (field instanceof HTMLTextAreaElement) {
      field.rows = Math.min(14, text.split('\n').length);
      field.style.cssText = 'display:block;inline-size:min(38rem,75vw);font:0.8125rem/1.5 var(--ft-mono)';
    }
    said.replaceChildren(` ${say(labels.copyYourself)} `, field);
    field.select();
  }
};
