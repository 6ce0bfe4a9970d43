/**
 * The service worker (`/sw.js`): keeps the built site in this browser, so that it works without a network. A page comes
 * from what is kept, and so do its scripts, which are of the same build. A newer build is fetched beside it, and takes over
 * when no tab is open or the learner says so.
 */

/** A file of the build, by its address below the site. Without a revision, another content would have another name. */
interface BuiltFile {
  readonly url: string;
  readonly revision: string | null;
}

interface LongEvent extends Event {
  waitUntil(work: Promise<unknown>): void;
}

interface AskedFor extends LongEvent {
  readonly request: Request;
  respondWith(answer: Promise<Response>): void;
}

declare const self: {
  readonly __WB_MANIFEST: readonly BuiltFile[];
  readonly registration: { readonly scope: string };
  readonly clients: {
    claim(): Promise<void>;
    matchAll(of: { readonly type: 'window' }): Promise<readonly unknown[]>;
  };
  skipWaiting(): Promise<void>;
  addEventListener(type: 'install' | 'activate', listener: (event: LongEvent) => void): void;
  addEventListener(type: 'fetch', listener: (event: AskedFor) => void): void;
  addEventListener(type: 'message', listener: (event: MessageEvent) => void): void;
};

const { scope } = self.registration;
/** Another course may be in another folder of the same host. */
const cacheName = `four-tables${new URL(scope).pathname}files`;
const at = (path: string): string => new URL(path, scope).href;

/** Under which name each address is kept. An address in the address bar has no index.html. */
const names = new Map(
  self.__WB_MANIFEST.map(({ url, revision }) => {
    const address = at(url.replace(/(^|\/)index\.html$/, '$1'));
    return [address, revision === null ? address : `${address}?revision=${revision}`] as const;
  }),
);

/** How many files are fetched at once: what the page itself asks for goes first. */
const lanes = 3;

/** Fetches what is not kept yet. What came before a failure stays, so the next visit goes on from there. */
const fetchMissing = async (): Promise<void> => {
  const files = await caches.open(cacheName);
  const kept = new Set((await files.keys()).map(({ url }) => url));
  const missing = [...names].filter(([, name]) => !kept.has(name));
  const lane = async (): Promise<void> => {
    for (let next = missing.shift(); next; next = missing.shift()) {
      const [address, name] = next;
      // A host may let a page be kept for some minutes: then it would be that of the build before.
      const response = await fetch(address, { cache: name === address ? 'default' : 'no-cache' });
      if (!response.ok) throw new Error(`${address}: ${response.status}`);
      // A page may not be answered with what was led elsewhere.
      const { status, headers } = response;
      await files.put(
        name,
        response.redirected ? new Response(await response.blob(), { status, headers }) : response,
      );
    }
  };
  await Promise.all(Array.from({ length: lanes }, lane));
};

/** Removes files of earlier builds, unless a tab is open that may still ask for one. */
const removeOld = async (): Promise<void> => {
  // The tab that wanted the new build is one of them.
  if ((await self.clients.matchAll({ type: 'window' })).length > 1) return;
  const files = await caches.open(cacheName);
  const wanted = new Set(names.values());
  for (const request of await files.keys()) if (!wanted.has(request.url)) await files.delete(request);
};

const answer = async (request: Request): Promise<Response> => {
  const { origin, pathname, search } = new URL(request.url);
  const address = origin + pathname;
  const files = await caches.open(cacheName);
  // A script of an earlier build is kept under its address.
  const kept = await files.match(names.get(address) ?? address);
  if (kept) return kept;
  if (request.mode !== 'navigate') return fetch(request);
  if (names.has(`${address}/`)) return Response.redirect(`${address}/${search}`);
  return fetch(request).catch(
    async () => (await files.match(names.get(at('offline/')) ?? '')) ?? Response.error(),
  );
};

self.addEventListener('install', (event) => event.waitUntil(fetchMissing()));
self.addEventListener('activate', (event) => event.waitUntil(removeOld().then(() => self.clients.claim())));
self.addEventListener('message', ({ data }) => {
  if (data === 'take over') void self.skipWaiting();
});
self.addEventListener('fetch', (event) => {
  const { method, url } = event.request;
  if (method === 'GET' && url.startsWith(scope)) event.respondWith(answer(event.request));
});

// Its names are its own.
export {};
