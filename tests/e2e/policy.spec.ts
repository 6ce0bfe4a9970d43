/** The Content-Security-Policy, put to the test by a stranger's script: as a header, and in the page alone. */
import { expect, type Page, test } from '@playwright/test';

/** The site as it comes from a host of static files where headers cannot be set. */
const withoutHeaders = (page: Page) =>
  page.route('**', async (route) => {
    const response = await route.fetch();
    const { 'content-type': type = 'text/plain' } = response.headers();
    await route.fulfill({ status: response.status(), body: await response.body(), contentType: type });
  });

// What is still on its way when a test ends is for nothing.
test.afterEach(({ page }) => page.unrouteAll({ behavior: 'ignoreErrors' }));

for (const host of ['sends headers', 'sends none']) {
  test.describe(`a host that ${host}`, () => {
    test.beforeEach(async ({ page }) => {
      if (host === 'sends none') await withoutHeaders(page);
    });

    test('no script runs that was not there when the site was built', async ({ page }) => {
      await page.goto('/');
      const ran = await page.evaluate(() => {
        const script = document.createElement('script');
        script.textContent = 'window.stranger = true';
        const refused = new Promise<string>((done) =>
          document.addEventListener('securitypolicyviolation', (e) => done(e.effectiveDirective)),
        );
        document.body.append(script);
        return refused.then((directive) => ({ directive, stranger: 'stranger' in window }));
      });
      expect(ran).toEqual({ directive: 'script-src-elem', stranger: false });
    });

    test('nothing can be sent to another host', async ({ page }) => {
      await page.goto('/');
      const sent = await page.evaluate(() =>
        fetch('https://example.com/', { mode: 'no-cors' }).then(
          () => 'sent',
          () => 'refused',
        ),
      );
      expect(sent).toBe('refused');
    });
  });
}

test('where a host sends no headers, the full terminal says that it is off, and its own terminal works', async ({
  page,
}) => {
  await withoutHeaders(page);
  const wrong: string[] = [];
  page.on('console', (message) => message.type() === 'error' && wrong.push(message.text()));
  await page.goto('/terminal/');
  await expect(page.getByText('It is off here.')).toBeVisible();
  await expect(page.getByRole('button', { name: /Start|Try again/ })).toHaveCount(0);
  await expect(page.locator('.ft-terminal')).toHaveAttribute('data-state', 'open');
  await page.getByRole('textbox', { name: 'Terminal on router' }).focus();
  await page.keyboard.type('iptables -P FORWARD DROP\n');
  await expect(page.getByRole('group', { name: /What iptables-save prints/ })).toContainText(':FORWARD DROP');
  expect(wrong).toEqual([]);
});
