import { expect, test } from './site.ts';

const rules = (policy: string, rule: string) => `*filter\n:INPUT ${policy} [0:0]\n${rule}\nCOMMIT`;

test('a tick and a reason are there only while they are true', async ({ page }) => {
  await page.goto('/lessons/not-locking-yourself-out/');
  const lab = page.locator('[data-lab="at-once"]');
  await lab.scrollIntoViewIfNeeded();
  const [text, packet] = [lab.getByRole('textbox'), lab.locator('.ft-packet')];
  await expect(packet).toContainText('came into force in the same moment');

  await text.fill(rules('DROP', '-A INPUT -p tcp --dport 22 -j ACEPT'));
  await expect(packet).toContainText('nothing of it is loaded');
  await expect(packet).not.toContainText('✓');
  await expect(packet).not.toContainText('came into force');

  // No newline follows COMMIT, and it is read as if one did.
  await text.fill(rules('DROP', '-A INPUT -p tcp --dport 22 -j ACCEPT'));
  await expect(packet).toContainText('✓');
  await expect(packet).toContainText('came into force in the same moment');

  await text.fill(rules('ACCEPT', ''));
  await expect(packet).toContainText('No rule on server decided');
  await expect(packet).not.toContainText('came into force');
});
