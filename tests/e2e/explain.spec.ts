/** The page for your own rules, and the inputs that people really paste. */
import type { Page } from '@playwright/test';
import { axe, expect, test } from './site.ts';

// The dump of the article "Iptables basics" by Julia Evans, with the damage it has on the page: addresses and
// lines lost.
const damaged = `:PREROUTING ACCEPT [1664:324261]
:INPUT ACCEPT [1629:320166]
:OUTPUT ACCEPT [36545:10406977]
:POSTROUTING ACCEPT [34390:10034797]
:DOCKER - [0:0]
-A PREROUTING -m addrtype --dst-type LOCAL -j DOCKER
-A OUTPUT ! -d -m addrtype --dst-type LOCAL -j DOCKER
-A POSTROUTING -s ! -o docker0 -j MASQUERADE
-A DOCKER -i docker0 -j RETURN
# Completed on Wed Jun  7 21:25:14 2017
`;

const whole = '*filter\n:INPUT ACCEPT [0:0]\n-A INPUT -p tcp -m tcp --dport 22 -j ACCEPT\nCOMMIT\n';

const open = async (page: Page) => {
  await page.goto('/explain/');
  await expect(page.locator('astro-island[ssr]')).toHaveCount(0);
  return page.getByLabel('What iptables-save printed');
};

test('a dump comes back in plain words, by keyboard alone, and is kept over a reload', async ({ page }) => {
  const box = await open(page);
  for (let i = 0; i < 60 && !(await box.evaluate((node) => node === document.activeElement)); i++)
    await page.keyboard.press('Tab');
  await expect(box).toBeFocused();
  await page.keyboard.press('Control+a');
  await page.keyboard.insertText(whole);
  await expect(page.getByText('1 rule in 1 table: filter. No problems.')).toBeVisible();
  await expect(page.locator('#line-3 dt')).not.toHaveCount(0);
  await page.reload();
  await expect(box).toHaveValue(whole);

  const back = page.getByRole('button', { name: 'Put the example back' });
  await back.click();
  await page.getByRole('button', { name: 'No, keep mine' }).click();
  await expect(box).toHaveValue(whole);
  await back.click();
  await page.getByRole('button', { name: 'Yes, put it back' }).click();
  await expect(box).toHaveValue(/DNAT/);
});

test('the damaged dump: each damaged line is named, with its place and a hint', async ({ page }) => {
  const box = await open(page);
  await box.fill(damaged);
  const problems = page.getByRole('region', { name: /lines have problems/ });
  await expect(problems).toBeVisible();
  for (const line of [7, 8]) {
    const item = problems
      .getByRole('listitem')
      .filter({ has: page.getByText(`line ${line}`, { exact: true }) });
    await expect(item.locator('mark')).toBeVisible();
    await expect(item.locator('.message')).not.toBeEmpty();
    await expect(item.locator('.hint')).not.toBeEmpty();
  }
  await expect(box).toHaveValue(damaged);
  expect(await axe(page)).toEqual([]);
});

test('an unknown option is named, and the rest is still read', async ({ page }) => {
  const box = await open(page);
  await box.fill(whole.replace('--dport', '--dprot'));
  await expect(page.locator('.problems .message')).toContainText('--dprot');
  await expect(page.locator('#line-2')).toContainText('INPUT');
});

for (const [name, text, says] of [
  ['an empty text', '  \n', 'There is nothing here yet.'],
  ['a binary file', '\u007fELF\u0002\u0001\u0000\u0000\u0003', 'This is not text'],
] as const) {
  test(`${name} is told apart`, async ({ page }) => {
    const box = await open(page);
    await box.fill(text);
    await expect(page.getByText(says)).toBeVisible();
  });
}

test('a paste of 10 MB is refused, and what was there stays', async ({ page }) => {
  const box = await open(page);
  await box.fill(whole);
  await box.evaluate((node) => {
    const clipboardData = new DataTransfer();
    clipboardData.setData('text/plain', '-A INPUT -j ACCEPT\n'.repeat(560_000));
    node.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }));
  });
  await expect(page.getByRole('alert')).toContainText('10,640,000 characters');
  await expect(box).toHaveValue(whole);
});

test('text is never markup', async ({ page }) => {
  const box = await open(page);
  await box.fill('*filter\n-A INPUT -m comment --comment "<img src=x onerror=alert(1)>" -j ACCEPT\nCOMMIT\n');
  await expect(page.locator('#line-2 .line')).toContainText('<img src=x');
  await expect(page.locator('.dump img')).toHaveCount(0);
});
