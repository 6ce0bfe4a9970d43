import { alive, axe, expect, layouts, overflow, test } from './site.ts';

const page3 = '/lessons/masquerade-versus-snat/';
const right = 'iptables -t nat -A POSTROUTING -o wan -j MASQUERADE';

for (const { width, height, colorScheme } of layouts) {
  test.describe(`MASQUERADE versus SNAT at ${width} px, ${colorScheme}`, () => {
    test.use({ viewport: { width, height }, colorScheme });

    test('a newcomer solves its exercises by mouse', async ({ page }) => {
      await page.goto(page3);
      const write = page.locator('[data-lab="write-masquerade"]');
      await write.scrollIntoViewIfNeeded();
      await write.getByRole('textbox').fill(right.replace('wan', 'lan'));
      await expect(write.getByRole('status')).toContainText(
        'Packet 1 gets no reply: the reply ends on provider, which has no route to 192.168.1.23.',
      );
      await write.getByRole('button', { name: 'Check' }).click();
      await expect(write.getByRole('status')).toContainText('Not yet');
      await write.getByRole('button', { name: 'Show a hint' }).click();
      await expect(write).toContainText('The way out is wan');
      // Without a button.
      await write.getByRole('textbox').fill(right);
      await expect(write.getByRole('status')).toContainText('Done');

      const predict = page.locator('[data-lab="who-still-works"]');
      await predict.scrollIntoViewIfNeeded();
      const answers = {
        'the laptop before': 'connected',
        'the phone before': 'connected',
        'the laptop after': 'no answer',
        'the phone after': 'connected',
        'the router itself after': 'connected',
      };
      const item = (name: string) => predict.getByRole('listitem').filter({ hasText: name });
      for (const [name, outcome] of Object.entries(answers)) {
        await item(name).getByRole('radio', { name: outcome }).check();
        await item(name).getByRole('button', { name: 'That’s my answer' }).click();
        await expect(item(name)).toContainText('Right. It ended');
      }
      await expect(predict.getByRole('status')).toContainText('Done. You predicted every packet.');
    });

    test('and the last one by keyboard alone', async ({ page }) => {
      await page.goto(page3);
      const fix = page.locator('[data-lab="fix-with-snat"]');
      await fix.scrollIntoViewIfNeeded();
      const editor = fix.getByRole('textbox');
      await expect(editor).toBeEditable();
      await editor.focus();
      await page.keyboard.press('Control+Home');
      await page.keyboard.type(
        'iptables -t nat -A POSTROUTING -s 10.20.0.25 -o wan -j SNAT --to-source 198.51.100.8\n',
      );
      await expect(fix.getByRole('status')).toContainText('Done');
      // Of this lesson nothing else is solved: the button names the first that is open, and says of no other that it is not.
      await expect(fix.locator('.ft-strip .ft-primary:visible')).toHaveText(
        'Back to exercise 1, which is still open',
      );
      const next = fix.getByRole('button', { name: 'Next lesson' });
      for (let i = 0; i < 30; i++) {
        await page.keyboard.press('Tab');
        if (await next.evaluate((b) => b === document.activeElement)) break;
      }
      await page.keyboard.press('Enter');
      await expect(page).not.toHaveURL(new RegExp(page3));
    });
  });
}

test('a wrong prediction shows that packet alone, and asks about another', async ({ page }) => {
  await page.setViewportSize({ width: 375, height: 740 });
  await page.goto('/lessons/not-locking-yourself-out/');
  const lab = page.locator('[data-lab="who-is-left-outside"]');
  const item = (name: string) => lab.getByRole('listitem').filter({ hasText: name });
  const answer = async (name: string, outcome: string) => {
    const before = await item(name).locator('.ft-ends').count();
    await item(name).getByRole('radio', { name: outcome }).check();
    await page.keyboard.press('Enter');
    // The keyboard goes to what happened once that is known.
    await expect(item(name).locator('.ft-ends')).toHaveCount(before + 1);
  };
  await lab.scrollIntoViewIfNeeded();
  await answer('you log in', 'connected');
  await expect(lab.getByRole('status')).toContainText('✗ It ended in another way. 4 packets are left');
  await expect(item('you log in')).toContainText('You said: connected. It ended: no answer');
  // What happened and the next question are in sight together, and the keyboard is at what happened.
  const inSight = (part: string) =>
    expect(item('you log in').locator(part).first()).toBeInViewport({ ratio: 1 });
  await expect(item('you log in').locator('.ft-ends')).toBeFocused();
  await inSight('.ft-ends');
  await inSight('.ft-change');
  expect(await axe(page)).toEqual([]);
  // Its way opens where it was decided; counters, and what became of the others, are not there.
  await item('you log in').getByText('The packet’s way').click();
  await expect(item('you log in').locator('.ft-say')).toContainText('no rule of INPUT decided');
  await item('you log in').getByRole('button', { name: 'Close the way' }).click();
  await expect(item('you log in').locator('.ft-say')).toHaveCount(0);
  await expect(lab.locator('.ft-packets > li > .ft-good, .ft-packets > li > .ft-bad')).toHaveCount(1);
  await expect(lab.locator('.ft-printed')).toContainText('policy DROP 0 packets');
  // What was shown is not the answer again.
  await expect(item('you log in')).toContainText(
    'And a packet from admin to tcp port 80 of server (192.0.2.10)?',
  );
  await answer('you log in', 'connected');
  await answer('a stranger', 'connected');
  await answer('you ping', 'no answer');
  await answer('the server fetches', 'no answer');
  await expect(lab.getByRole('status')).toContainText('One of your predictions was wrong.');
  const record = () =>
    page.evaluate(() =>
      JSON.parse(
        localStorage.getItem('four-tables/record/lessons/not-locking-yourself-out/who-is-left-outside') ??
          'null',
      ),
    );
  // A wrong prediction ends an attempt, and the last right one does.
  await expect.poll(record).toMatchObject({ attempts: 2, solved: { attempts: 2 } });
  await page.reload();
  await lab.scrollIntoViewIfNeeded();
  await expect(item('you log in')).toContainText('from admin to tcp port 80');
  await expect(lab.getByRole('radio')).toHaveCount(0);
  await lab.getByRole('button', { name: 'Start over' }).click();
  await expect(lab.getByRole('radio')).toHaveCount(16);
});

test('misses of a packet count and are recorded, also those before it is predicted again', async ({
  page,
}) => {
  await page.goto(page3);
  const lab = page.locator('[data-lab="who-still-works"]');
  await lab.scrollIntoViewIfNeeded();
  const item = (name: string) => lab.getByRole('listitem').filter({ hasText: name });
  const again = lab.getByRole('button', { name: 'Predict it again' });
  let misses = 0;
  const predict = async (name: string, outcome: string) => {
    const before = await item(name).locator('.ft-ends').count();
    await item(name).getByRole('radio', { name: outcome }).check();
    await item(name).getByRole('button', { name: 'That’s my answer' }).click();
    await expect(item(name).locator('.ft-ends')).toHaveCount(before + 1);
  };
  // Until there is no other to ask about, and twice.
  for (let round = 0; round < 2; round++) {
    for (;;) {
      await predict('the laptop after', 'unreachable');
      misses++;
      await expect(again.or(item('the laptop after').getByRole('radio').first())).toBeVisible();
      // What is said to be done and its button come together.
      await expect(item('the laptop after').getByText('No other packet')).toHaveCount(await again.count());
      if (await again.isVisible()) break;
    }
    await expect(item('the laptop after')).toContainText('the exercise is open until you are right');
    await again.click();
  }
  await predict('the laptop after', 'no answer');
  for (const name of ['the laptop before', 'the phone before', 'the phone after', 'the router itself after'])
    await predict(name, 'connected');
  await expect(lab.getByRole('status')).toContainText(`${misses} of your predictions were wrong.`);
  await page.goto('/progress/');
  const row = page.getByRole('listitem').filter({ hasText: 'Who still works?' });
  await expect(row).toContainText(`solved, ${misses + 1} attempts`);
  await row.getByText('What you answered').click();
  const last = (await row.getByRole('group', { name: 'Last answer' }).textContent())!;
  const [, more = '0'] = /\((\d+) more, all wrong, are only counted\)/.exec(last) ?? [];
  expect(last.match(/\(wrong\)/g)!.length + Number(more)).toBe(misses);
  expect(last.match(/\(right\)/g)).toHaveLength(5);
});

test('wrong predictions each ask about another packet, and a question stays until it is answered', async ({
  page,
}) => {
  await page.goto('/lessons/not-locking-yourself-out/');
  const lab = page.locator('[data-lab="who-is-left-outside"]');
  await lab.scrollIntoViewIfNeeded();
  const asked = lab.locator('.ft-change strong');
  const wrong = [
    ['a stranger', 'no answer'],
    ['you log in', 'connected'],
    ['the server fetches', 'connected'],
  ] as const;
  for (const [i, [name, outcome]] of wrong.entries()) {
    const packet = lab.getByRole('listitem').filter({ hasText: name });
    await packet.getByRole('radio', { name: outcome }).check();
    await page.keyboard.press('Enter');
    await expect(asked).toHaveCount(i + 1);
  }
  const questions = await asked.allTextContents();
  expect(new Set(questions).size).toBe(3);
  const last = lab.locator('.ft-change').last();
  await last.getByRole('radio', { name: 'refused' }).check();
  await lab.locator('.ft-change').first().getByRole('radio', { name: 'refused' }).check();
  await page.keyboard.press('Enter');
  await expect(asked.first()).not.toHaveText(questions[0]!);
  await expect(asked.last()).toHaveText(questions[2]!);
  await expect(last.getByRole('radio', { name: 'refused' })).toBeChecked();
});

test('what was written survives a reload, and a reset asks first', async ({ page }) => {
  await page.goto(page3);
  const lab = page.locator('[data-lab="neither"]');
  await lab.scrollIntoViewIfNeeded();
  const drawn = () =>
    lab
      .locator('[data-at]')
      .evaluateAll((all) => all.map((at) => `${(at as HTMLElement).dataset['at']}: ${at.textContent}`));
  const atFirst = await drawn();
  await lab.getByRole('textbox').fill(right);
  await expect(lab.locator('.ft-ends').first()).toContainText('connected');
  await page.reload();
  await lab.scrollIntoViewIfNeeded();
  await expect(lab.getByRole('textbox')).toHaveValue(right);
  await expect.poll(drawn).not.toEqual(atFirst);
  await lab.getByRole('button', { name: 'Start over' }).click();
  await expect(lab.getByRole('textbox')).toHaveValue(right);
  await expect(lab.locator('.ft-ask')).toBeFocused();
  await expect(lab.locator('.ft-ask')).toBeInViewport({ ratio: 1 });
  await lab.getByRole('button', { name: 'Yes, start over' }).click();
  await expect(lab.getByRole('textbox')).not.toHaveValue(right);
  await expect.poll(drawn).toEqual(atFirst);
});

test('what was solved can be begun with nothing', async ({ page }) => {
  await page.goto(page3);
  const lab = page.locator('[data-lab="only-the-gateway"]');
  await lab.scrollIntoViewIfNeeded();
  const harder = lab.getByRole('button', { name: 'begin with nothing' });
  await lab.getByRole('textbox').fill('iptables -t nat -A POSTROUTING -o wan -j MASQUERADE');
  await harder.click();
  await expect(lab.getByRole('textbox')).toHaveText('');
  await expect(lab.getByRole('textbox')).toBeFocused();
  await expect(harder).toHaveCount(0);
  await expect(lab.getByText('✓ solved')).toBeVisible();
});

test('Ctrl+Enter checks an exercise, and one that was solved says so after a reload', async ({ page }) => {
  await page.goto(page3);
  const lab = page.locator('[data-lab="write-masquerade"]');
  await lab.scrollIntoViewIfNeeded();
  await expect(lab.getByText('✓ solved')).toHaveCount(0);
  await lab.getByRole('textbox').fill(right);
  await lab.getByRole('textbox').press('Control+Enter');
  await expect(lab.getByText('✓ solved')).toBeVisible();
  await page.reload();
  await lab.scrollIntoViewIfNeeded();
  await expect(lab.getByText('✓ solved')).toBeVisible();
  await expect(lab.getByRole('textbox')).toHaveValue(right);
});

const odd: readonly (readonly [what: string, text: string, said: RegExp])[] = [
  ['an unknown option', 'iptables -A INPUT --nonsense', /unknown option "--nonsense"/],
  ['a program that is not there', 'iptbles -L', /iptbles: command not found/],
  ['markup', '<img src=x onerror=alert(1)>', /command not found|syntax error/],
  ['bytes that are no text', '\u0001\u0002\u0000PK\u0003', /command not found/],
  [
    'a paste that is far too long',
    `${'iptables -A INPUT -j ACCEPT\n'.repeat(8000)}`,
    /too long|longer than/i,
  ],
];
test('whatever is pasted into a lab is kept, and refused where it stands', async ({ page }) => {
  await page.goto(page3);
  const lab = page.locator('[data-lab="neither"]');
  await lab.scrollIntoViewIfNeeded();
  await lab.getByRole('textbox').hover();
  const editor = lab.locator('.cm-content');
  await editor.waitFor();
  for (const [what, text, said] of odd) {
    await editor.fill('');
    await expect(lab.locator('.ft-problems li')).toHaveCount(0);
    await editor.evaluate((node, data) => {
      const clipboardData = new DataTransfer();
      clipboardData.setData('text/plain', data);
      node.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }));
    }, text);
    await expect(lab.locator('.ft-problems'), what).toContainText(said);
    await expect
      .poll(
        () =>
          page.evaluate(() => localStorage.getItem('four-tables/1/lessons/masquerade-versus-snat/neither')),
        what,
      )
      .toBe(text);
  }
});

test('what was pasted from a web page is read as it was meant, and that is said', async ({ page }) => {
  await page.goto(page3);
  const lab = page.locator('[data-lab="write-masquerade"]');
  await lab.scrollIntoViewIfNeeded();
  const pasted = 'iptables –t nat\u00a0–A POSTROUTING –o wan –j MASQUERADE';
  await lab.getByRole('textbox').fill(pasted);
  await expect(lab).toContainText('Read as it was meant: long dashes as - or --, spaces that do not break');
  await expect(lab.getByRole('status')).toContainText('✓ Done');
  await expect(lab.getByRole('textbox')).toHaveText(pasted);
});

test.describe('on a telephone', () => {
  test.use({ viewport: { width: 375, height: 812 }, hasTouch: true, isMobile: true });

  test('the strip stays, and opens the packets over the page', async ({ page }) => {
    await page.goto(page3);
    const lab = page.locator('[data-lab="write-masquerade"]');
    await lab.scrollIntoViewIfNeeded();
    await lab.getByRole('textbox').tap();
    await page.keyboard.type('\niptables -t nat -A POSTROUTING -o lan -j MASQUERADE');
    const count = lab.getByRole('button', { name: '2 of 6 packets' });
    await expect(count).toBeInViewport();
    await count.tap();
    await expect(lab.getByText('the phone opens a page', { exact: true })).toBeInViewport();
    // At its end, none of the list is half behind the button that closes it.
    await lab.locator('.ft-list').evaluate((list) => {
      for (let box: Element | null = list; box; box = box.parentElement) box.scrollTop = box.scrollHeight;
    });
    expect(await axe(page)).toEqual([]);
    await lab.getByRole('button', { name: 'Close' }).tap();
    await expect(lab.getByRole('button', { name: 'Close' })).toHaveCount(0);
    expect(await overflow(page)).toBe(0);
  });
});

test('beside an answer that solves it, the comparison is of that answer, also after another change', async ({
  page,
}) => {
  await page.goto(page3);
  const lab = page.locator('[data-lab="write-masquerade"]');
  await lab.scrollIntoViewIfNeeded();
  await alive(lab);
  await lab.getByRole('textbox').fill(right.replace('wan', 'lan'));
  await lab.getByRole('button', { name: 'Check' }).click();
  await lab.getByRole('button', { name: 'Show the solution' }).click();
  const compared = lab.locator('.ft-compared');
  await expect(compared).toContainText('Your rules beside ours');
  await expect(compared).not.toContainText('is not compared');
  await lab.getByRole('textbox').fill(`${right}  `);
  await expect(compared).toContainText('Your rules and ours are the same.');
  await lab.getByRole('textbox').fill(`${right}\n# done`);
  await expect(compared).not.toContainText('about an earlier answer');
  await expect(compared).toContainText('Your rules and ours are the same.');
  // One that is wrong is not compared by itself: what is there is older, and says so.
  await lab.getByRole('textbox').fill(right.replace('wan', 'lan'));
  await expect(lab.locator('.ft-strip')).toContainText('Packet 1 gets no reply');
  await lab.getByRole('textbox').fill('# nothing');
  await expect(compared).toContainText('about an earlier answer');
  await lab.getByRole('textbox').fill(`${right.replace('wan', 'lan')}\niptables -Z -Q`);
  await expect(lab.locator('.ft-strip')).toContainText('does not load');
  await expect(compared).toContainText('about an earlier answer');
  await expect(compared).not.toContainText('is not compared');
  // Asked for again, it is of the rules in force.
  await lab.getByRole('button', { name: 'Show a hint' }).click();
  await expect(compared).toContainText('What has a mistake is not loaded, so it is not compared');
  await expect(compared).not.toContainText('about an earlier answer');
  await lab.getByRole('button', { name: 'Hide the solution' }).click();
  await expect(compared).toHaveCount(0);
});

test('beginning with nothing closes the solution', async ({ page }) => {
  await page.goto(page3);
  const lab = page.locator('[data-lab="fix-with-snat"]');
  await lab.scrollIntoViewIfNeeded();
  await alive(lab);
  const text = lab.getByRole('textbox');
  const snat = 'iptables -t nat -A POSTROUTING -s 10.20.0.25 -o wan -j SNAT --to-source 198.51.100.8';
  await text.fill(`${snat}\n${await lab.locator('textarea').inputValue()}`);
  await expect(lab.getByRole('status').first()).toContainText('Done');
  await lab.getByRole('button', { name: 'Show the solution' }).click();
  await expect(lab.locator('.ft-compared')).toBeVisible();
  await lab.getByRole('button', { name: 'Harder: begin with nothing' }).click();
  await expect(lab.locator('.ft-compared, .ft-hint')).toHaveCount(0);
  await expect(lab.getByText('The lines that were given were taken away')).toBeVisible();
  // It stays closed beside a hint.
  await lab.getByRole('button', { name: 'Show a hint' }).click();
  await expect(lab.locator('.ft-hint')).toHaveCount(1);
  await expect(lab.locator('.ft-compared')).toHaveCount(0);
  // An editor that is empty is still without them after a reload.
  await page.reload();
  await expect(lab.getByText('The lines that were given were taken away')).toBeVisible();
});
