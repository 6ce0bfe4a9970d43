import type { ServerResponse } from 'node:http';

/** What a page of the dev server tells when it has come: when it was asked for, by the server's clock. */
export const hasCome = `const [asked] = performance.getEntriesByType('navigation')[0].serverTiming;
if (asked) import.meta.hot?.send('four-tables:come', asked.duration);`;

/** What of Vite's server is used; its own type would tie this file to one version of Vite. */
export interface Server {
  readonly watcher: { on(event: 'all', listener: (event: string, file: string) => void): unknown };
  readonly middlewares: {
    use(handler: (_: unknown, answer: ServerResponse, next: () => void) => void): unknown;
  };
  readonly environments: { readonly client: { readonly hot: { send(...what: readonly unknown[]): void } } };
  readonly ws: {
    on(
      event: string,
      listener: (asked: number, page: { send(what: { readonly type: 'full-reload' }): void }) => void,
    ): void;
  };
}

/** Lets a page that was asked for before the last change load again: a reload that is sent while it is loading is lost. */
export const reloadLatePages = ({ watcher, middlewares, environments, ws }: Server): void => {
  let changed = 0;
  watcher.on('all', (_, file) => {
    if (/[\\/]content[\\/]/.test(file)) changed = Date.now();
  });
  // Astro sends something when it has read what has changed.
  const { hot } = environments.client;
  const send = hot.send.bind(hot);
  hot.send = (...what) => {
    changed = Date.now();
    send(...what);
  };
  middlewares.use((_, answer, next) => {
    answer.setHeader('Server-Timing', `asked;dur=${Date.now()}`);
    next();
  });
  ws.on('four-tables:come', (asked, page) => {
    if (asked <= changed) page.send({ type: 'full-reload' });
  });
};
