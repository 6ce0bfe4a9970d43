/** What our editor is measured beside: a text area, and CodeMirror with nothing of ours, each alone on a page. */
import { build } from 'esbuild';
import type { Browser, Locator } from 'playwright';

const style = '.cm-editor { width: 45rem; max-height: 28rem } textarea { width: 45rem; height: 28rem }';

const codeMirror = `
import { defaultKeymap, history, historyKeymap } from '@codemirror/commands';
import { EditorView, keymap } from '@codemirror/view';
globalThis.mount = (doc) => new EditorView({
  parent: document.body,
  doc,
  extensions: [history(), EditorView.lineWrapping, keymap.of([...defaultKeymap, ...historyKeymap])],
});
`;

export const bareTextArea = async (browser: Browser, text: string): Promise<Locator> => {
  const page = await browser.newPage({ viewport: { width: 1280, height: 900 } });
  await page.setContent(`<style>${style}</style><textarea></textarea>`);
  const area = page.locator('textarea');
  await area.fill(text);
  return area;
};

export const bareCodeMirror = async (browser: Browser, text: string): Promise<Locator> => {
  const page = await browser.newPage({ viewport: { width: 1280, height: 900 } });
  await page.setContent(`<style>${style}</style>`);
  const { outputFiles } = await build({
    stdin: { contents: codeMirror, resolveDir: import.meta.dirname },
    bundle: true,
    minify: true,
    format: 'iife',
    write: false,
  });
  await page.addScriptTag({ content: outputFiles[0]!.text });
  await page.evaluate((doc) => (globalThis as unknown as { mount(doc: string): void }).mount(doc), text);
  return page.locator('.cm-content');
};
