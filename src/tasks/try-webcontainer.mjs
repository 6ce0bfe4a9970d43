/**
 * `npm run try:webcontainer`, for anyone online: opens the built site's full terminal against the vendor's
 * own host, types into its shell, and prints what comes. Status 0 where the commands answer as they should.
 */
import { chromium } from 'playwright';
import { installChromium } from './chromium.mjs';
import { serve } from './serve.mjs';

/**
 * What is typed, and what has to come; nothing has to where it is only of interest, such as whether
 * /etc/iptables could be made.
 */
const typed = [
  [
    'iptables -t nat -A POSTROUTING -o wan -j MASQUERADE && iptables-save -t nat',
    '-A POSTROUTING -o wan -j MASQUERADE',
  ],
  ['iptables -A INPUT -s 192.0.2.1 & iptables -A INPUT -s 192.0.2.2', ''],
  ['ls -l /etc/iptables', ''],
  ['iptables -S INPUT | grep 192.0.2.1', '-A INPUT -s 192.0.2.1/32'],
  ['check', 'Done. Every packet ends as it should.'],
];

const { server, url } = await serve({ port: 4700 });
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? (await installChromium()) ?? undefined,
  args: ['--no-sandbox'],
});
let failed = 0;
try {
  const page = await browser.newPage();
  page.on('console', (message) => console.log(`  the page says: ${message.text()}`));
  await page.goto(`${url}terminal/`);
  console.log(`crossOriginIsolated is ${await page.evaluate(() => globalThis.crossOriginIsolated)}`);
  await page.getByRole('button', { name: 'Start the full terminal' }).click();
  const status = page.locator('.ft-full > [role=status]');
  for (let said = ''; ; await page.waitForTimeout(200)) {
    const now = (await status.textContent()) ?? '';
    if (now !== said) console.log(now);
    said = now;
    if (said === 'The shell is open.' || said === 'The full terminal is not open.') break;
  }
  if (await page.locator('.xterm').count()) {
    await page.waitForTimeout(2000);
    for (const [line, wanted] of typed) {
      await page.keyboard.type(`${line}\r`);
      await page.waitForTimeout(8000);
      const shown = (await page.locator('.xterm-rows > div').allTextContents()).join('\n').trimEnd();
      console.log(`\n--- ${line}\n${shown}`);
      if (!shown.includes(wanted)) {
        failed++;
        console.log(`--- this has not come: ${wanted}`);
      }
    }
  } else {
    failed++;
    console.log(await page.locator('.ft-full .ft-hint').first().textContent());
  }
} finally {
  await browser.close();
  server.close();
}
process.exitCode = failed ? 1 : 0;
