/** `npm start`: installs what is missing, builds the site and serves it. */
import { installPackages, run } from './install.mjs';
import { serve } from './serve.mjs';

await installPackages();
console.log('Building the site…');
const { status, text } = await run('npx', ['astro', 'build'], { show: false });
if (status !== 0) {
  console.error(text);
  process.exit(status);
}
const { url } = await serve({ port: Number(process.env.PORT) || 4321 });
console.log(`Four Tables is at ${url}  (Ctrl+C ends it)`);
