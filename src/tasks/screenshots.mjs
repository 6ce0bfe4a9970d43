/** `npm run screenshots`: makes the pictures of the README, the social card and the icons, from dist/. */
import { mkdirSync, readFileSync } from 'node:fs';
import { chromium } from 'playwright';
import { findChromium } from './chromium.mjs';
import { serve } from './serve.mjs';

const { server, url } = await serve({ port: 4600 });
const browser = await chromium.launch({
  executablePath: await findChromium(),
  args: ['--no-sandbox', '--disable-gpu'],
});
mkdirSync('public/screenshots', { recursive: true });

/** Opens a page of the site; `before` brings it into the state that is wanted. */
const shoot = async (
  name,
  path,
  { width = 1280, height = 800, colorScheme = 'light', before = async () => {} } = {},
) => {
  const page = await browser.newPage({ viewport: { width, height }, colorScheme, reducedMotion: 'reduce' });
  await page.goto(new URL(path, url).href, { waitUntil: 'networkidle' });
  await before(page);
  await page.waitForTimeout(400);
  await page.screenshot({ path: `public/screenshots/${name}.png` });
  await page.close();
};

const to =
  (selector, index = 0) =>
  async (page) => {
    await page
      .locator(selector)
      .nth(index)
      .evaluate((node) => scrollTo(0, node.getBoundingClientRect().top + scrollY - 90));
    await page.waitForLoadState('networkidle');
  };

await shoot('front', '/');
await shoot('lesson', '/lessons/masquerade-versus-snat/', { colorScheme: 'dark', before: to('.pair') });
await shoot('explain', '/explain/', { before: to('.result') });

/** Draws `body` on a blank page and keeps the picture. */
const draw = async (file, width, height, body) => {
  const page = await browser.newPage({ viewport: { width, height }, colorScheme: 'light' });
  await page.setContent(
    `<style>*{margin:0}body{background:#f7f7f3;color:#182027;display:grid;place-content:center;height:100vh}</style>${body}`,
  );
  await page.screenshot({ path: file });
  await page.close();
};
const mark = (size) =>
  readFileSync('public/favicon.svg', 'utf8').replace('<svg ', `<svg width="${size}" height="${size}" `);
await draw('public/apple-touch-icon.png', 180, 180, mark(132));
mkdirSync('public/icons', { recursive: true });
await draw('public/icons/192.png', 192, 192, mark(140));
await draw('public/icons/512.png', 512, 512, mark(380));
// Systems cut it to a circle of four fifths of its width.
await draw('public/icons/maskable-512.png', 512, 512, mark(270));

// The card is drawn on the front page itself, where the letters are.
const card = await browser.newPage({
  viewport: { width: 1200, height: 630 },
  colorScheme: 'light',
  bypassCSP: true,
});
await card.goto(url, { waitUntil: 'networkidle' });
await card.evaluate((svg) => {
  document.body.innerHTML = `<div style="position:fixed;inset:0;z-index:40;background:var(--ft-paper);display:grid;grid-template-columns:auto 1fr;gap:5rem;align-items:center;padding:0 6rem">
    ${svg}<div><p style="font-size:5.5rem;font-weight:700;line-height:1;letter-spacing:-0.03em">Four Tables</p>
    <p style="margin-top:1.5rem;font-size:2.1rem;line-height:1.3">Change a rule.<br>Watch the packet.</p>
    <p style="margin-top:1.5rem;font-size:1.4rem;color:var(--ft-muted)">A course on Linux iptables</p></div></div>`;
}, mark(300));
await card.screenshot({ path: 'public/social.png' });

await browser.close();
server.close();
