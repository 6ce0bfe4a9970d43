/**
 * The full terminal on the built site, with the vendor's host played: every way it can fail ends in a
 * terminal that works. The ways are many, and each is a test, which makes this long.
 */
import { expect, type Page, test } from '@playwright/test';
import { axe, layouts, overflow } from './site.ts';
import { answer, machineFor } from './vendor.ts';

// A machine boots behind most of these.
test.describe.configure({ timeout: 180_000 });

const vendor = 'https://stackblitz.com/**';
const start = (page: Page) => page.getByRole('button', { name: 'Start the full terminal' }).click();
const rules = (page: Page) => page.getByRole('group', { name: /What iptables-save prints/ });
/** Types a line at the page's own terminal. */
const enter = async (page: Page, line: string) => {
  await expect(page.locator('.ft-terminal')).toHaveAttribute('data-state', 'open');
  await page.getByRole('textbox', { name: 'Terminal on router' }).focus();
  await page.keyboard.type(`${line}\n`);
};
const printed = (page: Page) => page.getByRole('log').locator('pre').last();
const landed = async (page: Page, why: RegExp) => {
  await expect(page.getByText(why)).toBeVisible();
  await enter(page, 'iptables -t nat -A POSTROUTING -o wan -j MASQUERADE');
  await expect(rules(page)).toContainText('-A POSTROUTING -o wan -j MASQUERADE');
};
const booting = (page: Page) =>
  expect(page.getByRole('status').filter({ hasText: 'Starting a machine' })).toBeVisible();

test('the page is set apart, and may load the vendor’s; no other page is or may', async ({
  page,
  request,
}) => {
  const headers = (await request.get('/terminal/')).headers();
  expect([headers['cross-origin-opener-policy'], headers['cross-origin-embedder-policy']]).toEqual([
    'same-origin',
    'require-corp',
  ]);
  for (const allowed of ['frame-src https://stackblitz.com;', "connect-src 'self' https://stackblitz.com;"])
    expect(headers['content-security-policy']).toContain(allowed);
  for (const other of ['/', '/lessons/', '/explain/', '/terminal/four-tables.cjs', '/terminal/nothing/']) {
    const theirs = (await request.get(other)).headers();
    expect([theirs['cross-origin-opener-policy'], theirs['cross-origin-embedder-policy']]).toEqual([
      undefined,
      undefined,
    ]);
    expect(theirs['content-security-policy']).not.toContain('stackblitz');
  }
  await page.goto('/terminal/');
  expect(await page.evaluate(() => crossOriginIsolated)).toBe(true);
  await page.goto('/');
  expect(await page.evaluate(() => crossOriginIsolated)).toBe(false);
});

test('nobody is asked before the click', async ({ page }) => {
  const asked: string[] = [];
  page.on('request', (r) => {
    if (!r.url().startsWith('http://localhost')) asked.push(r.url());
  });
  await page.goto('/terminal/', { waitUntil: 'networkidle' });
  expect(asked).toEqual([]);
});

test('a host that never answers', async ({ page }) => {
  await page.clock.install();
  await page.route(vendor, () => {});
  await page.goto('/terminal/');
  await start(page);
  await booting(page);
  await expect(page.getByRole('button', { name: 'Cancel' })).toBeFocused();
  await page.clock.fastForward(30_000);
  await booting(page);
  await page.clock.fastForward(16_000);
  await landed(page, /stackblitz.com did not answer/);
  await expect(page.locator('iframe')).toHaveCount(0);
});

test('a host that cannot be reached is told of at once', async ({ page }) => {
  await page.route(vendor, (route) => route.abort('connectionrefused'));
  await page.goto('/terminal/');
  await start(page);
  await expect(page.getByText(/stackblitz.com cannot be reached/)).toBeVisible({ timeout: 5000 });
  await expect(page.getByRole('button', { name: 'Try again' })).toBeFocused();
  await landed(page, /stackblitz.com cannot be reached/);
  await expect(page.locator('iframe')).toHaveCount(0);
});

test('a host that fails after ten seconds is told of then', async ({ page }) => {
  await page.route(vendor, async (route) => {
    await new Promise((done) => setTimeout(done, 10_000));
    await route.abort('timedout').catch(() => {});
  });
  await page.goto('/terminal/');
  await start(page);
  await booting(page);
  await page.waitForTimeout(8000);
  await booting(page);
  await expect(page.getByText(/stackblitz.com cannot be reached/)).toBeVisible({ timeout: 7000 });
});

test('a slow host is waited for', async ({ page }) => {
  const machine = await machineFor(page);
  await page.route(vendor, async (route) => {
    await new Promise((done) => setTimeout(done, 6000));
    await answer(route, 'boots');
  });
  await page.goto('/terminal/');
  await start(page);
  await booting(page);
  await expect(page.getByRole('button', { name: 'Cancel' })).toBeVisible();
  await expect(page.getByText('The shell is open.')).toBeVisible({ timeout: 40_000 });
  await expect(page.getByRole('button', { name: 'Cancel' })).toHaveCount(0);
  await machine.end();
});

test('a host that only the page itself may not ask is waited for', async ({ page }) => {
  const machine = await machineFor(page);
  await page.route(vendor, (route) =>
    route.request().resourceType() === 'fetch' ? route.abort() : answer(route, 'boots'),
  );
  await page.goto('/terminal/');
  await start(page);
  await expect(page.getByText('The shell is open.')).toBeVisible({ timeout: 40_000 });
  await machine.end();
});

for (const { width, height, colorScheme } of layouts)
  test(`waiting is cancelled, and then opened again with what was done meanwhile, at ${width} px, ${colorScheme}`, async ({
    page,
  }) => {
    await page.setViewportSize({ width, height });
    await page.emulateMedia({ colorScheme });
    const shot = async (state: string) => {
      expect(await axe(page)).toEqual([]);
      expect(await overflow(page)).toBe(0);
      if (process.env['SHOTS'])
        await page.screenshot({ path: `${process.env['SHOTS']}/full-${state}-${width}-${colorScheme}.png` });
    };
    const machine = await machineFor(page);
    let silent = true;
    const asked: string[] = [];
    await page.route(vendor, async (route) => {
      asked.push(route.request().resourceType());
      if (!silent) await answer(route, 'boots');
    });
    await page.goto('/terminal/');
    await shot('ready');
    await start(page);
    await booting(page);
    await shot('waits');
    await page.getByRole('button', { name: 'Cancel' }).click();
    await landed(page, /You cancelled it/);
    await expect(page.locator('iframe')).toHaveCount(0);
    await shot('cancelled');
    silent = false;
    asked.length = 0;
    await page.getByRole('button', { name: 'Try again' }).click();
    // It opens by itself, once.
    await expect(page.getByText('The shell is open.')).toBeVisible({ timeout: 40_000 });
    await expect(rules(page)).toContainText('-A POSTROUTING -o wan -j MASQUERADE');
    await expect(page.locator('.xterm-screen')).toBeVisible();
    await shot('open');
    expect(asked).toContain('document');
    asked.length = 0;
    await page.reload({ waitUntil: 'networkidle' });
    await expect(page.getByRole('button', { name: 'Start the full terminal' })).toBeVisible();
    expect(asked).toEqual([]);
    await machine.end();
  });

test('a host that answers late changes nothing any more', async ({ page }) => {
  await page.clock.install();
  const machine = await machineFor(page);
  let late = () => {};
  const answered = new Promise<void>((done) => {
    late = done;
  });
  await page.route(vendor, async (route) => {
    await answered;
    await answer(route, 'boots');
  });
  await page.goto('/terminal/');
  await start(page);
  await booting(page);
  await page.clock.fastForward(46_000);
  await expect(page.getByText(/stackblitz.com did not answer/)).toBeVisible();
  late();
  await page.waitForTimeout(1000);
  await landed(page, /stackblitz.com did not answer/);
  await machine.end();
});

test('a host that refuses', async ({ page }) => {
  await page.route(vendor, (route) => answer(route, 'refuses'));
  await page.goto('/terminal/');
  await start(page);
  await landed(page, /It says: no room for another machine/);
  // The exercise is there with everything it has.
  await expect(page.getByText('✓ Done.')).toBeVisible();
  await enter(page, 'ping -c 1 192.168.1.20');
  await expect(page.getByText('What your command sent')).toBeVisible();
  expect(await axe(page)).toEqual([]);
});

/** Opens a shell in the machine, and types into it. */
const opened = async (page: Page) => {
  const machine = await machineFor(page);
  await page.route(vendor, (route) => answer(route, 'boots'));
  await page.goto('/terminal/');
  await start(page);
  await expect(page.getByRole('status').filter({ hasText: 'The shell is open.' })).toBeVisible({
    timeout: 40_000,
  });
  await expect(page.locator('.xterm-screen')).toBeVisible();
  return {
    machine,
    type: async (text: string) => {
      await page.locator('.xterm-helper-textarea').focus();
      await page.keyboard.type(`${text}\n`);
    },
  };
};

test('what is typed in the machine shows beside it; check grades; the shell’s end leaves a terminal', async ({
  page,
}) => {
  const { machine, type } = await opened(page);
  await type('check');
  await expect(page.locator('.xterm')).toContainText('Not yet.', { timeout: 20_000 });
  await type(
    'iptables -t nat -A POSTROUTING -o wan -j MASQUERADE && ssh phone curl -sS http://203.0.113.80/',
  );
  await expect(page.locator('.xterm')).toContainText('This is web.', { timeout: 20_000 });
  await expect(rules(page)).toContainText('-A POSTROUTING -o wan -j MASQUERADE');
  await expect(page.getByText('The way of what was sent last')).toBeVisible();
  expect(await axe(page)).toEqual([]);
  await type('exit');
  await expect(page.getByText('The shell has ended.')).toBeVisible({ timeout: 20_000 });
  await expect(rules(page)).toContainText('MASQUERADE');
  await machine.end();
});

test('a machine that is lost midway leaves what it did: rules, files, routes, and an exercise to check', async ({
  page,
}) => {
  await page.clock.install();
  const { machine, type } = await opened(page);
  await type(
    "echo 'ip route show table 7' > mine.sh; ip route add blackhole 10.9.0.0/16 table 7; iptables -P FORWARD DROP; iptables-save > etc/iptables/rules.v4",
  );
  await expect(rules(page)).toContainText(':FORWARD DROP', { timeout: 20_000 });
  // The file is written when the last command is done, and read with the pulse.
  await page.waitForTimeout(2000);
  await page.clock.fastForward(16_000);
  await page.waitForTimeout(1000);
  machine.gone();
  await page.clock.fastForward(16_000);
  await page.clock.fastForward(16_000);
  await landed(page, /does not answer any more/);
  await expect(rules(page)).toContainText(':FORWARD DROP');
  await enter(page, 'cat mine.sh /etc/iptables/rules.v4; ip route show table 7');
  await expect(printed(page)).toContainText(
    /ip route show table 7\n# Generated by .*\n\*filter\n:INPUT ACCEPT \[0:0\]\n:FORWARD DROP \[0:0\]\n/,
  );
  await expect(printed(page)).toContainText('blackhole 10.9.0.0/16');
  await page.getByRole('button', { name: 'Check' }).click();
  await expect(page.getByText('✗ Not yet. Packet')).toBeVisible();
  await enter(page, 'iptables -P FORWARD ACCEPT');
  await expect(printed(page)).toContainText('FORWARD ACCEPT');
  await expect(page.getByText('✓ Done')).toBeVisible();
  await machine.end();
});

test('a machine that says it failed', async ({ page }) => {
  const { machine } = await opened(page);
  await page
    .frames()
    .find((f) => f.url().includes('stackblitz'))!
    .evaluate(() => (window as unknown as { fail: (why: string) => void }).fail('out of memory'));
  await landed(page, /was lost: out of memory/);
  await machine.end();
});

test('a lab goes in and comes back with its rules; on a phone, too', async ({ page }) => {
  await page.setViewportSize({ width: 375, height: 812 });
  await page.goto('/lessons/masquerade-versus-snat/');
  const lab = page.locator('[data-lab="masquerade"]');
  await lab.scrollIntoViewIfNeeded();
  await lab.getByRole('button', { name: 'Open in the full terminal' }).click();
  await page.waitForURL('/terminal/');
  await expect(page.getByText('With MASQUERADE')).toBeVisible();
  await page.route(vendor, (route) => answer(route, 'refuses'));
  await start(page);
  await expect(rules(page)).toContainText('-A POSTROUTING -o wan -j MASQUERADE');
  await enter(page, 'iptables -A FORWARD -p icmp -j DROP');
  await enter(page, 'ip route add blackhole 10.9.0.0/16; sysctl -w net.ipv4.ip_default_ttl=9');
  await page.getByText('Addresses and routes of').click();
  await expect(page.getByRole('group', { name: /^Addresses and routes/ })).toContainText(
    'blackhole 10.9.0.0/16',
  );
  await expect(rules(page)).toContainText('-p icmp -j DROP');
  expect(await overflow(page)).toBe(0);
  expect(await axe(page)).toEqual([]);
  await page.getByRole('link', { name: /Back to the lesson/ }).click();
  await page.waitForURL('/lessons/masquerade-versus-snat/');
  await lab.scrollIntoViewIfNeeded();
  await expect(lab).toContainText('iptables -A FORWARD -p icmp -j DROP');
  await expect(lab).toContainText('ip route append blackhole 10.9.0.0/16');
  await expect(lab).toContainText('sysctl -w net.ipv4.ip_default_ttl=9');
});

test('where storage is blocked, the lab comes in the address, and the reason is said', async ({ page }) => {
  await page.addInitScript(() => {
    for (const name of ['sessionStorage', 'localStorage'])
      Object.defineProperty(window, name, {
        get: () => {
          throw new DOMException('blocked', 'SecurityError');
        },
      });
  });
  await page.goto('/lessons/masquerade-versus-snat/');
  const lab = page.locator('[data-lab="snat"]');
  await lab.scrollIntoViewIfNeeded();
  await lab.getByRole('button', { name: 'Open in the full terminal' }).click();
  await page.waitForURL(/\/terminal\/#/);
  await expect(page.getByText('With SNAT')).toBeVisible();
  await start(page);
  await landed(page, /storage is blocked/);
  await expect(rules(page)).toContainText('--to-source 198.51.100.7');
  // What was done is in the address then.
  await page.getByRole('button', { name: 'Try again' }).click();
  await expect(page.getByRole('button', { name: 'Start the full terminal' })).toBeVisible();
  await start(page);
  await expect(rules(page)).toContainText('-o wan -j MASQUERADE');
  await expect(rules(page)).toContainText('--to-source 198.51.100.7');
});

test('a lab out of an address is opened again as it was left', async ({ page }) => {
  await page.goto('/lessons/masquerade-versus-snat/');
  await page.evaluate(() => {
    sessionStorage.setItem = () => {
      throw new DOMException('full', 'QuotaExceededError');
    };
  });
  const lab = page.locator('[data-lab="snat"]');
  await lab.scrollIntoViewIfNeeded();
  await lab.getByRole('button', { name: 'Open in the full terminal' }).click();
  await page.waitForURL(/\/terminal\/#/);
  await page.route(vendor, (route) => route.abort());
  await start(page);
  await landed(page, /cannot be reached/);
  await page.getByRole('button', { name: 'Try again' }).click();
  await page.waitForURL(/\/terminal\/$/);
  await expect(page.getByText(/cannot be reached/)).toBeVisible();
  await expect(rules(page)).toContainText('-o wan -j MASQUERADE');
  await expect(rules(page)).toContainText('--to-source 198.51.100.7');
});
