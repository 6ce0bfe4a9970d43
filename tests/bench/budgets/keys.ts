/** What a key costs the page's main thread, and how long a lab blocks it when it wakes. */
import { readFileSync } from 'node:fs';
import type { Browser, CDPSession, Locator, Page } from 'playwright';
import { longestDuring } from './longest.ts';

const typed = 'iptables -A INPUT -s 10.0.0.1 -p tcp --dport 22 -m limit --limit 3/min -j ACCEPT';

const slowDown = 4;

/**
 * How long the main thread has worked on tasks, in milliseconds of its own processor time: what else the machine does
 * is not counted.
 */
const worked = async (session: CDPSession): Promise<number> => {
  const { metrics } = await session.send('Performance.getMetrics');
  return (metrics.find((m) => m.name === 'TaskDuration')?.value ?? 0) * 1000;
};

const opened = async (browser: Browser, url: string, lab: string): Promise<Page> => {
  const page = await browser.newPage({ viewport: { width: 1280, height: 900 } });
  await page.goto(url, { waitUntil: 'networkidle' });
  await page.locator(`[data-lab="${lab}"]`).scrollIntoViewIfNeeded();
  await page
    .locator('astro-island[ssr]')
    .first()
    .waitFor({ state: 'detached' })
    .catch(() => undefined);
  await page.waitForLoadState('networkidle');
  return page;
};

/** The ends of a day of typing: half of the keys cost at most `median`, 95 of 100 at most `p95`. Milliseconds. */
export interface KeyCosts {
  readonly median: number;
  readonly p95: number;
  readonly most: number;
}

/** The editor of a lab, with what is there, or with `text` in its place. */
export const labEditor = async (
  browser: Browser,
  url: string,
  lab: string,
  text: string | null,
): Promise<Locator> => {
  const page = await opened(browser, url, lab);
  const section = page.locator(`[data-lab="${lab}"]`);
  await section.locator('.ft-editor').click();
  const editor = section.locator('.cm-content');
  await editor.waitFor();
  if (text !== null) await editor.fill(text);
  return editor;
};

/**
 * Types a command into an editor, below what is there, as if the processor were four times slower, and closes the
 * page. A key's cost is all that the main thread does from the key until 300 ms after it.
 */
export const keyCosts = async (editor: Locator): Promise<KeyCosts> => {
  const page = editor.page();
  await editor.focus();
  await page.keyboard.press('Control+End');
  await page.waitForTimeout(1000);
  const session = await page.context().newCDPSession(page);
  await session.send('Performance.enable', { timeDomain: 'threadTicks' });
  const costs: number[] = [];
  for (const key of typed) {
    const before = await worked(session);
    await page.keyboard.press(key === ' ' ? 'Space' : key);
    await page.waitForTimeout(300);
    costs.push(((await worked(session)) - before) * slowDown);
  }
  await page.close();
  costs.sort((a, b) => a - b);
  return {
    median: costs[Math.floor(costs.length / 2)]!,
    p95: costs[Math.ceil(costs.length * 0.95) - 1]!,
    most: costs.at(-1)!,
  };
};

/** The 139 rules that kube-proxy wrote. */
export const kubeProxy = (): string => readFileSync('tests/conformance/rulesets/kube-proxy.rules', 'utf8');

/** The longest task of the main thread while the page loads and its first lab wakes, in milliseconds. */
export const longestTask = async (browser: Browser, url: string, lab: string): Promise<number> => {
  const page = await browser.newPage({ viewport: { width: 1280, height: 900 } });
  await page.goto(url, { waitUntil: 'networkidle' });
  await page.waitForTimeout(500);
  const longest = await longestDuring(browser, page, async () => {
    await page.locator(`[data-lab="${lab}"]`).scrollIntoViewIfNeeded();
    await page.waitForTimeout(500);
    await page.waitForLoadState('networkidle');
  });
  await page.close();
  return longest;
};
