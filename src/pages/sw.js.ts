import { build } from 'esbuild';

/** For an author at work, whose browser may keep a site that was served at this address before: it forgets that. */
const forget = `addEventListener('install', () => skipWaiting());
addEventListener('activate', (event) => event.waitUntil((async () => {
  await registration.unregister();
  for (const tab of await clients.matchAll({ type: 'window' })) await tab.navigate(tab.url);
})()));`;

/** The service worker; `keptOffline` puts the list of the built files into it. */
export const GET = async (): Promise<Response> => {
  const headers = { 'Content-Type': 'text/javascript' };
  if (import.meta.env.DEV) return new Response(forget, { headers });
  const { outputFiles } = await build({
    entryPoints: ['src/offline/serviceWorker.ts'],
    bundle: true,
    write: false,
    format: 'iife',
    target: 'es2022',
    minify: true,
    logLevel: 'warning',
  });
  return new Response(outputFiles[0]!.text, { headers });
};
