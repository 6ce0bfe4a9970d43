import { siteUrl, storageName } from '../lab/siteUrl.ts';

const style = `position:fixed;z-index:20;inset-block-start:calc(var(--sl-nav-height) + 0.5rem);inset-inline-end:0.75rem;
max-width:min(24rem,100vw - 1.5rem);padding:0.7rem 0.9rem;border:1px solid var(--ft-line);border-radius:var(--ft-radius);
border-inline-start:4px solid var(--ft-packet);background:var(--ft-raised);color:var(--ft-ink);font-size:0.9375rem`;
const buttonStyle = `font:inherit;min-height:2rem;margin:0.5rem 0.5rem 0 0;padding:0.2rem 0.8rem;border:1px solid var(--ft-line);
border-radius:var(--ft-radius);background:var(--ft-paper);color:var(--ft-ink);cursor:pointer`;

const putOffUnder = storageName('update-put-off');

/** Whether this tab's reader said that the version that waits shall wait. */
const isPutOff = (): boolean => {
  try {
    return sessionStorage.getItem(putOffUnder) !== null;
  } catch {
    return false;
  }
};

const putOff = (off: boolean): void => {
  try {
    if (off) sessionStorage.setItem(putOffUnder, '1');
    else sessionStorage.removeItem(putOffUnder);
  } catch {
    // Then the next page offers it again.
  }
};

let note: HTMLElement | null = null;

/** Offers a newer version, and takes it when that is chosen. There is one offer at a time. */
const offer = (says: string, take: () => void, later = () => {}): void => {
  note?.remove();
  const aside = document.createElement('aside');
  note = aside;
  aside.setAttribute('aria-label', 'A newer version');
  aside.className = 'ft-newer not-content';
  aside.style.cssText = style;
  const text = document.createElement('span');
  text.setAttribute('role', 'status');
  const button = (label: string, act: () => void) => {
    const made = document.createElement('button');
    made.type = 'button';
    made.textContent = label;
    made.style.cssText = buttonStyle;
    made.onclick = act;
    return made;
  };
  aside.append(
    text,
    document.createElement('br'),
    button('Load it', () => {
      aside.replaceChildren(text);
      text.textContent = 'Loading the newer version…';
      take();
    }),
    button('Not now', () => {
      aside.remove();
      later();
    }),
  );
  document.body.append(aside);
  // A screen reader tells what is put into a region that is there.
  text.textContent = says;
};

/**
 * Has this browser keep the site (serviceWorker.ts), and offers a newer version when there is one: nothing changes under an
 * open page unless its reader says so. Gives the registration, null where the browser keeps nothing.
 */
export const keepOffline = async (): Promise<ServiceWorkerRegistration | null> => {
  const worker = navigator.serviceWorker;
  let known = worker.controller !== null;
  let accepted = false;
  worker.addEventListener('controllerchange', () => {
    if (accepted) location.reload();
    else if (known)
      offer('Another tab loaded a newer version of this course. What you wrote here is kept.', () =>
        location.reload(),
      );
    known = true;
  });
  const registration = await worker
    .register(siteUrl('/sw.js'), { scope: siteUrl('/'), updateViaCache: 'none' })
    .catch(() => null);
  if (!registration) return null;
  const offerWaiting = () => {
    const { waiting } = registration;
    if (waiting && worker.controller && !isPutOff())
      offer(
        'A newer version of this course is ready. What you wrote is kept.',
        () => {
          accepted = true;
          const ask = () => waiting.postMessage('take over');
          ask();
          // Chromium puts it off where the page is asking for something, and then looks again only when it is asked again.
          setInterval(ask, 500);
        },
        () => putOff(true),
      );
  };
  offerWaiting();
  registration.addEventListener('updatefound', () => {
    const { installing } = registration;
    // Another one than that which was put off.
    putOff(false);
    installing?.addEventListener('statechange', offerWaiting);
  });
  return registration;
};

/** The same where the reader did not ask for it: not for those who save data, and not in a frame, as in a SCORM package. */
export const keepUnasked = async (): Promise<void> => {
  const { serviceWorker, connection } = navigator as Navigator & {
    readonly connection?: { readonly saveData?: boolean };
  };
  const isNew = !serviceWorker?.controller;
  if (!serviceWorker || parent !== window || (isNew && connection?.saveData)) return;
  await keepOffline();
};
