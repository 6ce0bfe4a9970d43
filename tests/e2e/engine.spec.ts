/** The simulator in its worker: what happens when it does not come, takes too long, or needs more code. */
import { test as anyTest, type Locator, type Page } from '@playwright/test';
import { listen } from './scripts.ts';
import { alive, axe, expect, test } from './site.ts';

const page1 = '/lessons/listing-all-four-tables/';
const page3 = '/lessons/masquerade-versus-snat/';
const workerFile = /\/_astro\/engine-worker\.[^/]+\.js/;
/** Commands are counted, so these are few, and each takes long: the rules are doubled thirteen times. */
const endless = [
  'iptables -A FORWARD -j LOG',
  'for a in {1..13}; do iptables-save -t filter | iptables-restore -n; done',
  'for a in {1..3000}; do iptables-save > /dev/null; done',
].join('\n');
const rule = 'iptables -t nat -A POSTROUTING -o wan -j MASQUERADE';

const labOf = async (page: Page, id: string): Promise<Locator> => {
  const lab = page.locator(`[data-lab="${id}"]`);
  await lab.scrollIntoViewIfNeeded();
  await alive(lab);
  return lab;
};
const sent = (lab: Locator) => lab.locator('.ft-packet').first();
const said = (lab: Locator) => lab.getByRole('log').locator('pre');

// The console tells of a blocked file: these pages may.
anyTest('without the simulator a lab says so, keeps the text, and tries again', async ({ page }) => {
  await page.route(workerFile, (route) => route.abort());
  await page.goto(page3);
  const lab = await labOf(page, 'neither');
  await lab.getByRole('textbox').fill(rule);
  await expect(lab.getByRole('alert')).toContainText('could not be loaded');
  expect(await axe(page)).toEqual([]);
  await page.unroute(workerFile);
  await lab.getByRole('button', { name: 'Try again' }).click();
  await expect(sent(lab)).toContainText('connected');
  await expect(lab.getByRole('alert')).toHaveCount(0);
  await expect(lab.getByRole('textbox')).toContainText(rule);
});

anyTest('code of a rare command that does not come can be asked for again', async ({ page }) => {
  await page.route(/\/_astro\/shell-commands-ping[^/]*\.js/, (route) => route.abort());
  await page.goto(page1);
  const lab = await labOf(page, 'laptop');
  await lab.locator('.ft-terminal').click();
  await page.keyboard.type('ping -c 1 192.168.1.50\n');
  await expect(lab.locator('.xterm-rows')).toContainText('could not be loaded');
  await page.unroute(/\/_astro\/shell-commands-ping[^/]*\.js/);
  await page.keyboard.type('ping -c 1 192.168.1.50\n');
  await expect(said(lab).last()).toContainText('1 packets transmitted');
});

test('a text that does not end is stopped, the last result stays, and the next text runs', async ({
  page,
}) => {
  test.setTimeout(90_000);
  await page.goto(page3);
  const lab = await labOf(page, 'neither');
  const text = lab.getByRole('textbox');
  await text.fill(rule);
  await expect(sent(lab)).toContainText('Ended: connected');
  await text.fill(`${rule}\n${endless}\n`);
  await expect(lab.getByRole('alert')).toContainText('more than five seconds', { timeout: 30_000 });
  await expect(sent(lab)).toContainText('Ended: connected');
  // The page itself was never busy with it.
  await text.fill('');
  await expect(lab.getByRole('alert')).toHaveCount(0);
  await expect(sent(lab)).not.toContainText('Ended: connected');
});

test('a text that did not finish is not run again by a reload, until it is asked for or changed', async ({
  page,
}) => {
  test.setTimeout(120_000);
  const asked = await listen(page);
  const runs = async () => (await asked()).filter((one) => one === 'run').length;
  await page.goto(page3);
  const lab = await labOf(page, 'neither');
  const alert = lab.getByRole('alert');
  await lab.getByRole('textbox').fill(`${endless}\n`);
  await expect(alert).toContainText('more than five seconds', { timeout: 30_000 });
  await lab.hover();
  for (const touch of ['again', 'changed'] as const) {
    // The pointer rests on the lab meanwhile.
    await page.reload();
    await labOf(page, 'neither');
    await expect(alert).toContainText('had not finished when the page was loaded again');
    await expect(lab.getByRole('textbox')).toHaveValue(/iptables-restore/);
    await page.mouse.move(0, 0);
    await lab.hover();
    await lab.getByRole('textbox').click();
    await page.waitForTimeout(1000);
    expect(await runs()).toBe(0);
    if (touch === 'again') {
      await alert.getByRole('button', { name: 'Try again' }).click();
      await expect(alert).toContainText('more than five seconds', { timeout: 30_000 });
    } else {
      await lab.getByRole('textbox').fill(rule);
      await expect(sent(lab)).toContainText('Ended: connected');
      await expect(alert).toHaveCount(0);
    }
    expect(await runs()).toBe(1);
  }
  await page.reload();
  await labOf(page, 'neither');
  await expect(sent(lab)).toContainText('Ended: connected');
});

test('what is typed before the terminal has come is typed once it has', async ({ page }) => {
  await page.route(/\/_astro\/terminal-xterm\.[^/]+\.js/, async (route) => {
    await new Promise((done) => setTimeout(done, 1500));
    await route.continue();
  });
  await page.goto(page1);
  const lab = await labOf(page, 'laptop');
  await lab.locator('.ft-terminal').click();
  await page.keyboard.type('echo early bird\n');
  await expect(said(lab).last()).toContainText('early bird\nearly bird');
  await page.keyboard.type('echo late\n');
  await expect(said(lab).last()).toContainText('late\nlate');
});

test('a command whose name comes from a variable is found', async ({ page }) => {
  await page.goto(page1);
  const lab = await labOf(page, 'laptop');
  await lab.locator('.ft-terminal').click();
  await page.keyboard.type('a=se b=q; echo before; $a$b 2\n');
  await expect(said(lab).last()).toContainText('before\n1\n2\n');
});

test('what an earlier version kept is read, and what cannot be read is set aside', async ({ page }) => {
  await page.goto('/');
  await page.evaluate((text) => {
    localStorage.setItem('four-tables/1/lessons/masquerade-versus-snat/neither', text);
    localStorage.setItem('four-tables/1/lessons/masquerade-versus-snat/who-still-works', 'not ours');
  }, rule);
  await page.goto(page3);
  const lab = await labOf(page, 'neither');
  await expect(sent(lab)).toContainText('Ended: connected');
  await labOf(page, 'who-still-works');
  await expect
    .poll(() =>
      page.evaluate(() =>
        localStorage.getItem('four-tables/aside/lessons/masquerade-versus-snat/who-still-works'),
      ),
    )
    .toBe('not ours');
});
