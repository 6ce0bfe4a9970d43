/** The Content-Security-Policy, put to the test by a stranger's script. */
import { expect, test } from '@playwright/test';

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
