import { expect, test } from './site.ts';

const others = '-A INPUT -i lo -j ACCEPT\n-A INPUT -m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT\n';
const rules = (policy: string, rule: string) => `*filter\n:INPUT ${policy} [0:0]\n${rule}\nCOMMIT`;

test('a reason is there only while it is true, and in a lab nothing is right or wrong', async ({ page }) => {
  await page.goto('/lessons/not-locking-yourself-out/');
  const lab = page.locator('[data-lab="at-once"]');
  await lab.scrollIntoViewIfNeeded();
  const [text, packet] = [lab.getByRole('textbox'), lab.locator('.ft-packet')];
  await expect(packet).toContainText('came into force in the same moment');

  await text.fill(rules('DROP', '-A INPUT -p tcp --dport 22 -j ACEPT'));
  await expect(packet).toContainText('loaded nothing of it');
  await expect(packet).not.toContainText('came into force');

  // No newline follows COMMIT, and it is read as if one did.
  await text.fill(rules('DROP', `${others}-A INPUT -p tcp --dport 22 -j ACCEPT`));
  await expect(packet).toContainText('Ended: connected. It is accepted by filter INPUT, rule 3.');
  await expect(packet).toContainText('came into force in the same moment');

  // The sentence is about the lesson's rules, and here is another.
  await text.fill(
    rules('DROP', `${others}-A INPUT -p tcp --dport 2222 -j ACCEPT\n-A INPUT -p tcp --dport 22 -j ACCEPT`),
  );
  await expect(packet).toContainText('Ended: connected. It is accepted by filter INPUT, rule 4.');
  await expect(packet).not.toContainText('came into force');
  await text.fill(rules('ACCEPT', ''));
  await expect(packet).toContainText('It is accepted by filter INPUT, policy.');
  await expect(packet).not.toContainText('came into force');
  await text.fill(rules('DROP', ''));
  await expect(packet).toContainText(
    'Ended: no answer. It is dropped by filter INPUT, policy. was: connected',
  );
  await expect(packet).not.toContainText(/[✓✗]/);
  await expect(lab.getByRole('button', { name: 'Show a hint' })).toHaveCount(0);
});
