import { describe, expect, it } from 'vitest';
import { packetKey } from '../../../../src/course/packetKey.ts';
import type { Action, Session } from '../../../../src/lab/exercise/session.ts';
import { openPage } from './page.ts';

type Page = Awaited<ReturnType<typeof openPage>>;
const wrong = 'iptables -t nat -A POSTROUTING -o lan -j MASQUERADE';
const write = (text: string): Action => ({ kind: 'write', text });

describe('a lab with an editor', () => {
  it.each<[string, string, readonly (Action | 'check')[], (s: Session) => unknown, unknown]>([
    [
      'a text is run',
      'neither',
      [write('iptables -t nat -A POSTROUTING -o wan -j MASQUERADE')],
      (s) => s.view.packets[0]!.outcome,
      'connected',
    ],
    [
      'a mistake is placed',
      'neither',
      [write('\niptables -A INPUT --foo')],
      (s) => s.view.problems.map((p) => [p.from, p.to]),
      [[19, 24]],
    ],
    [
      'a fix goes where the mistake is',
      'neither',
      [write('iptbles -L'), { kind: 'replace', from: 0, to: 7, text: 'iptables' }],
      (s) => [s.answer, s.view.problems.length],
      [{ kind: 'text', text: 'iptables -L' }, 0],
    ],
    [
      'a wrong answer does not pass, and has a hint',
      'write-masquerade',
      [write(wrong), 'check'],
      (s) => [s.grade?.passed, s.grade?.hint?.includes('wan')],
      [false, true],
    ],
    [
      'a prediction that misses one does not pass',
      'who-still-works',
      [
        { kind: 'answer', answer: { kind: 'predictions', outcomes: { 'the laptop before': 'timeout' } } },
        'check',
      ],
      (s) => s.grade?.passed,
      false,
    ],
    [
      'a saved text with a mistake leaves in force what was loaded before it',
      'at-once',
      [
        write('*filter\n:INPUT DROP [0:0]\n-A INPUT -p tcp --dport 22 -j ACCEPT\nCOMMIT\n'),
        write('*filter\n:INPUT ACCEPT [0:0]\n-A INPUT -j NOWHERE\nCOMMIT\n'),
      ],
      (s) => [s.view.problems.length, s.view.shown[0]!.output, s.view.packets[0]!.end.decided],
      [
        1,
        '-P INPUT DROP\n-P FORWARD ACCEPT\n-P OUTPUT ACCEPT\n-A INPUT -p tcp -m tcp --dport 22 -j ACCEPT\n',
        'is accepted by `filter INPUT, rule 1`',
      ],
    ],
    [
      'also where all was deleted in between, as a file without a table changes nothing',
      'at-once',
      [
        write('*filter\n:INPUT DROP [0:0]\nCOMMIT\n'),
        write(''),
        write('*filter\n:INPUT ACCEPT [0:0]\n-A INPUT -j NOWHERE\nCOMMIT\n'),
      ],
      (s) => s.view.shown[0]!.output.split('\n')[0],
      '-P INPUT DROP',
    ],
    [
      'and at first what the lab begins with',
      'at-once',
      [write('*filter\n-A INPUT -j NOWHERE\nCOMMIT\n')],
      (s) => s.view.shown[0]!.output.split('\n')[0],
      '-P INPUT DROP',
    ],
    [
      'a text that is too long is kept and not run',
      'neither',
      [write('x'.repeat(200_001))],
      (s) => [s.answer.kind === 'text' && s.answer.text.length, s.view.ran.length, s.view.problems.length],
      [200_001, 0, 1],
    ],
  ])('%s', async (_, id, actions, look, expected) => {
    const page = await openPage(id);
    for (const action of actions) await (action === 'check' ? page.check() : page.act(action));
    expect(look(page.session)).toEqual(expected);
  });

  it('a packet in place of a predicted one is sent, and has a way', async () => {
    const page = await openPage('who-still-works');
    const asked = { lab: 'page/lab', packet: 'the laptop after' };
    const { sent, next } = await page.ask('another', { ...asked, sent: [], known: [] });
    expect([sent, next?.packet.from]).toEqual([[], 'laptop']);
    const again = await page.ask('another', { ...asked, sent: [next!.packet], known: [] });
    expect(again.sent).toMatchObject([{ outcome: 'timeout' }]);
    expect(again.next).not.toEqual(next);
    const way = await page.ask('way', { of: { lab: 'page/lab', key: again.sent[0]!.key } });
    expect(way.decided).not.toBeNull();
    expect(
      (await page.ask('another', { ...asked, packet: 'of no lesson', sent: [], known: [] })).next,
    ).toBeNull();
  });

  it('counters of packets to be predicted are not shown before', async () => {
    const { built } = await openPage('who-still-works');
    expect(built.built.before[0]!.output).not.toMatch(/[1-9]\d* +\d+ SNAT/);
    expect(built.built.view.shown[0]!.output).toMatch(/[1-9]\d* +\d+ SNAT/);
  });

  it('draws the way of the last run’s packets, and of no earlier ones', async () => {
    const page = await openPage('write-masquerade');
    await page.act(write('iptables -t nat -A POSTROUTING -o wan -j MASQUERADE'));
    const of = { lab: 'page/lab', key: packetKey(page.session.view.run, 0) };
    const way = await page.ask('way', { of });
    expect(way.packets.map((p) => p.title)).toContain('SYN,ACK');
    const { steps, tables } = await page.ask('journey', { of, which: 0 });
    const row = steps
      .map((s) => s.table && tables[s.table.index]!.lines[s.table.line]!)
      .find((r) => r?.kind === 'matched');
    expect(row).toMatchObject({ text: '-A POSTROUTING -o wan -j MASQUERADE' });
    expect((await page.ask('way-text', { of })).some((l) => l.kind === 'rewritten')).toBe(true);
    await page.act(write(''));
    await expect(page.ask('way', { of })).rejects.toThrow('gone');
  });
});

describe('a terminal', () => {
  const lists = ['iptables -L', 'iptables -t nat -L', 'iptables -t mangle -L', 'iptables -t raw -L'];
  const answer = async (page: Page) => {
    await page.act({ kind: 'answer', answer: { kind: 'findings', ran: [], answers: ['NAT ', 'FORWARD'] } });
  };
  const parts = (page: Page, part: string) =>
    page.session.grade!.parts.filter((p) => p.part === part).map((p) => p.right);

  it.each<[string, string, (page: Page) => Promise<void>, (page: Page) => unknown, unknown]>([
    [
      'what is found is graded by what ran and what was answered',
      'four-listings',
      async (p) => {
        await p.type(...lists);
        await answer(p);
        await p.check();
      },
      (p) => p.session.grade?.passed,
      true,
    ],
    [
      'right answers alone do not pass',
      'four-listings',
      async (p) => {
        await p.type();
        await answer(p);
        await p.check();
      },
      (p) => [p.session.grade?.passed, parts(p, 'command')],
      [false, [false, false, false, false]],
    ],
    [
      'listing alone does not pass either',
      'four-listings',
      async (p) => {
        await p.type(...lists);
        await p.check();
      },
      (p) => [p.session.grade?.passed, parts(p, 'question')],
      [false, [false, false]],
    ],
    [
      'a loop is as good as four lines',
      'four-listings',
      async (p) => {
        await p.type('for t in filter nat mangle raw; do iptables -t $t -L; done');
        await answer(p);
        await p.check();
      },
      (p) => p.session.grade?.passed,
      true,
    ],
    [
      'the hint is for the first thing that is missing',
      'four-listings',
      async (p) => {
        await p.type('iptables -L');
        await p.check();
      },
      (p) => p.session.grade?.hint?.includes('-t nat'),
      true,
    ],
    [
      'a listing on another host does not count',
      'four-listings',
      async (p) => {
        await p.type('ssh nas', ...lists);
        await answer(p);
        await p.check();
      },
      (p) => p.session.grade?.passed,
      false,
    ],
    [
      'a grade is of what was there when it was asked for',
      'by-number',
      async (p) => {
        await p.type('iptables -D INPUT 1');
        await p.check();
        await p.type('ls');
      },
      (p) => p.session.grade,
      null,
    ],
    [
      'what was found stays found',
      'four-listings',
      async (p) => {
        await p.type(...lists);
        await answer(p);
        await p.check();
        await p.type('ls');
      },
      (p) => p.session.grade?.passed,
      true,
    ],
    [
      'rules that were typed are tried with packets',
      'by-number',
      async (p) => {
        await p.type('iptables -D INPUT 3');
        await p.check();
      },
      (p) => p.session.grade?.passed,
      true,
    ],
    [
      'a slip on the way does no harm',
      'by-number',
      async (p) => {
        await p.type('iptbles -D INPUT 3', 'iptables -D INPUT 3');
        await p.check();
      },
      (p) => p.session.grade?.passed,
      true,
    ],
    [
      'a wrong rule does not pass, and has a hint',
      'by-number',
      async (p) => {
        await p.type('iptables -D INPUT 2');
        await p.check();
      },
      (p) => [p.session.grade?.passed, (p.session.grade?.hint ?? '') !== ''],
      [false, true],
    ],
    [
      'the listing follows',
      'by-number',
      (p) => p.type('iptables -F INPUT'),
      (p) => p.session.view.shown[0]!.output.split('\n').length,
      3,
    ],
    [
      'what was sent is kept until something else is sent',
      'laptop',
      (p) => p.type('ping -c 1 192.168.1.50', 'ls'),
      (p) => p.session.sent.map((s) => s.name),
      ['ping -c 1 192.168.1.50'],
    ],
    [
      'several commands of one line have a way each',
      'laptop',
      (p) => p.type('ping -c 1 192.168.1.50; ping -c 1 172.17.0.2'),
      (p) =>
        Promise.all(
          p.session.sent.map(async ({ name, key }) => {
            const { packets } = await p.ask('way', { of: { lab: 'page/lab', key } });
            return [name, packets.length > 0];
          }),
        ),
      [
        ['ping -c 1 192.168.1.50; ping -c 1 172.17.0.2 (1 of 2)', true],
        ['ping -c 1 192.168.1.50; ping -c 1 172.17.0.2 (2 of 2)', true],
      ],
    ],
    [
      'control characters in outputs are shown to those who read',
      'laptop',
      (p) => p.type("printf 'a\\033[2Jb\\n'"),
      (p) => p.session.exchanges.at(-1)!.output,
      'a^[[2Jb\n',
    ],
  ])('%s', async (_, id, act, look, expected) => {
    const page = await openPage(id);
    await act(page);
    expect(await look(page)).toEqual(expected);
  });

  it('a shell that was left elsewhere goes on here, and is told of after each line', async () => {
    const page = await openPage('laptop');
    const world = await page.ask('world', { text: 'iptables -A INPUT -s 1.2.3.4 -j DROP' });
    await page.ask('terminal', {
      lines: [],
      arrived: { world, files: { laptop: { '/root/a': 'hello\n' } } },
      columns: 80,
      rows: 24,
    });
    await page.type('cat a', 'iptables -S INPUT', 'echo more > b');
    expect(page.session.exchanges.map((e) => e.output)).toEqual([
      'hello\n',
      '-P INPUT ACCEPT\n-A INPUT -s 1.2.3.4/32 -j DROP\n',
      '',
    ]);
    const carried = page.events.flatMap((e) => (e.kind === 'rests' ? [e.carried] : [])).at(-1);
    expect(carried?.files['laptop']).toMatchObject({ '/root/a': 'hello\n', '/root/b': 'more\n' });
    expect(await page.ask('text-of', { world: carried!.world })).toContain('-A INPUT -s 1.2.3.4/32 -j DROP');
  });
});

it('what is asked about a lab that is not open is gone', async () => {
  const page = await openPage('neither');
  await expect(page.ask('press', { keys: [] })).rejects.toThrow('gone');
});
