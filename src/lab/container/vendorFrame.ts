/** The frame that the vendor's module puts into the page, and whether its host can be reached. */
import { NotOpened } from '../../container/open.ts';

/** The vendor's frame; null where there is none. */
export const vendorFrame = (): HTMLIFrameElement | null =>
  document.querySelector('iframe[src^="https://stackblitz.com/"]');

/** Milliseconds that a frame may be silent after it has loaded. */
const silence = 1000;

/**
 * Rejects as soon as the vendor's host turns out to be out of reach; never resolves. A frame does not tell whether it
 * failed: it loads an error page. So its address is asked for once more, and both have to fail: the answer must not
 * come, and the frame must have loaded without a word to this page.
 */
export const frameFails = async (): Promise<never> => {
  // The module puts its frame in a moment after it was called.
  await new Promise((done) => setTimeout(done));
  return new Promise((_, fail) => {
    const frame = vendorFrame();
    if (!frame) return;
    let speaks = false;
    addEventListener('message', ({ source }) => {
      speaks ||= source !== null && source === frame.contentWindow;
    });
    const loaded = new Promise((done) => frame.addEventListener('load', done));
    fetch(frame.src, { mode: 'no-cors', credentials: 'omit', cache: 'no-store' }).catch(async () => {
      await loaded;
      await new Promise((done) => setTimeout(done, silence));
      if (!speaks)
        fail(
          new NotOpened(
            'stackblitz.com cannot be reached from here. It may be down, or something on the way or in this browser blocks it.',
          ),
        );
    });
  });
};
