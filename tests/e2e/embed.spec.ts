/** An exercise in a page of another site, which is on another port: what it says there, and what may not be in a frame. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, test } from '@playwright/test';
import { built, pages } from './site.ts';

const path = 'masquerade-versus-snat/write-masquerade';
const [lesson, exercise] = path.split('/');

/** A page of another site with a frame; it keeps all messages, and does with them what the authors' guide shows. */
const host = (address: string) => `<!doctype html><title>Another site</title>
<iframe src="${address}" style="width: 100%; height: 10rem; border: 0"></iframe>
<script>
  messages = [];
  addEventListener('message', ({ source, data, origin }) => {
    messages.push({ ...data, origin });
    const frame = [...document.querySelectorAll('iframe')].find((f) => f.contentWindow === source);
    if (data.type === 'size') frame.style.height = data.height + 'px';
  });
</script>`;

let elsewhere = '';
let shown = '';
const server = createServer((_, response) =>
  response.writeHead(200, { 'Content-Type': 'text/html' }).end(host(shown)),
);
test.beforeAll(async () => {
  await new Promise<void>((done) => server.listen(0, 'localhost', done));
  elsewhere = `http://localhost:${(server.address() as AddressInfo).port}/`;
});
test.afterAll(() => server.close());

test('an embedded exercise grows with its frame, and says when it is solved', async ({ page, baseURL }) => {
  shown = `${baseURL}embed/${path}/?theme=light`;
  await page.emulateMedia({ colorScheme: 'dark' });
  await page.goto(elsewhere);
  const messages = (type: string) =>
    page.evaluate(
      (type) =>
        (globalThis as unknown as { messages: { type: string }[] }).messages.filter((m) => m.type === type),
      type,
    );
  const frame = page.frameLocator('iframe');
  await expect(frame.locator('html')).toHaveAttribute('data-theme', 'light');
  // Nothing of it is out of sight, before and after it has grown.
  const fits = () =>
    frame
      .locator('html')
      .evaluate((html) => html.scrollHeight <= window.innerHeight && html.scrollHeight > 300);
  await expect.poll(fits).toBe(true);
  const before = (await messages('size')).length;
  await frame.getByRole('textbox').fill('iptables -A nothing');
  await frame.getByRole('button', { name: 'Check' }).click();
  await expect.poll(async () => (await messages('size')).length).toBeGreaterThan(before);
  await expect.poll(fits).toBe(true);
  expect(await messages('solved')).toEqual([]);

  await frame.getByRole('textbox').fill('iptables -t nat -A POSTROUTING -o wan -j MASQUERADE');
  const solved = { fourTables: 1, lesson, exercise, type: 'solved', origin: new URL(baseURL!).origin };
  await expect.poll(() => messages('solved')).toEqual([{ ...solved, earlier: false }]);
  await page.reload();
  await expect.poll(() => messages('solved')).toEqual([{ ...solved, earlier: true }]);

  // Links open a page of their own: the course's other pages refuse to be in a frame.
  const [opened] = await Promise.all([
    page.waitForEvent('popup'),
    frame.getByRole('link', { name: 'MASQUERADE versus SNAT' }).click(),
  ]);
  await expect(opened).toHaveURL(`${baseURL}lessons/${lesson}/`);
});

test('all other pages refuse to be in a frame', async ({ page, baseURL }) => {
  shown = `${baseURL}lessons/${lesson}/`;
  const refused = page.waitForEvent('console', (m) => m.text().includes('frame-ancestors'));
  await page.goto(elsewhere);
  await refused;
});

test('embedded exercises are neither found nor listed', () => {
  const embedded = pages.filter((address) => address.startsWith('/embed/'));
  expect(embedded.length).toBeGreaterThan(20);
  for (const address of embedded) {
    expect(built(address)).toContain('<meta name="robots" content="noindex">');
    expect(built(address)).not.toContain('data-pagefind-body');
  }
});
