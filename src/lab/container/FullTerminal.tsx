/**
 * The full terminal's page: Start, a shell in a container with the packets' way beside it, and, where that
 * fails, a terminal of the page's own.
 */
import { useEffect, useRef, useState } from 'preact/hooks';
import { filesOfTexts, readFiles, type Texts, textsOf } from '../../container/carried.ts';
import type { Container, Running } from '../../container/container.ts';
import { fullTerminal } from '../../container/enabled.ts';
import { exerciseFile, readWorld, rulesFile, worldFile, worldText } from '../../container/files.ts';
import { open, unfit, within } from '../../container/open.ts';
import { treeOf } from '../../container/tree.ts';
import { webContainer } from '../../container/webContainer.ts';
import { save } from '../../netfilter/print/save.ts';
import type { World } from '../../network/world.ts';
import { run } from '../../shell/run.ts';
import { type Session, startSession } from '../../shell/session.ts';
import { Terminal } from '../terminal/Terminal.tsx';
import { WayText } from '../trace/WayText.tsx';
import { canKeep, giveBack, type Handover, keepHandover, takeHandover } from './handover.ts';
import '@xterm/xterm/css/xterm.css';
import '../lab.css';
import '../trace/way.css';
import './fullTerminal.css';

type Phase =
  | { readonly kind: 'ready' }
  | { readonly kind: 'opening'; readonly say: string }
  | { readonly kind: 'open'; readonly container: Container; readonly shell: Running }
  | { readonly kind: 'landed'; readonly why: string; readonly arrived: Session };

/** How often the container is asked whether it is still there, and how long it may think, in seconds. */
const pulse = 15;

const bundle = async (): Promise<string> => {
  const answer = await fetch('/terminal/four-tables.cjs');
  if (!answer.ok) throw new Error(`status ${answer.status}`);
  return answer.text();
};

const why = (): string | null =>
  unfit({
    isolated: window.crossOriginIsolated,
    secure: window.isSecureContext,
    framed: window.parent !== window,
    storage: canKeep(),
    serviceWorker: 'serviceWorker' in navigator,
    webAssembly: 'WebAssembly' in window,
  });

/**
 * The shell of a terminal of the page's own, where the lab is as it was handed over; its rules stand in a
 * file, as they do in the container.
 */
const sessionOf = ({ lab, world, files }: Handover): Session => {
  const rules = { [`/${rulesFile}`]: save(world.hosts[lab.host]!.filter) };
  const all = { ...files, [lab.host]: { ...rules, ...files[lab.host] } };
  return {
    ...startSession(world, lab.host),
    files: Object.fromEntries(
      Object.entries(all).map(([host, texts]) => [host, filesOfTexts(texts, world.now)]),
    ),
  };
};

/** The page's island. `sample` is the lab of whoever comes without one. */
export const FullTerminal = ({ sample }: { readonly sample: Handover }) => {
  const [handover, setHandover] = useState(sample);
  const [phase, setPhase] = useState<Phase>({ kind: 'ready' });
  const [alive, setAlive] = useState(false);
  const changed = useRef(false);
  /** The lab as it is this moment: a container may be lost between two drawings of the page. */
  const current = useRef(sample);
  const change = (news: Partial<Pick<Handover, 'world' | 'files'>>) => {
    changed.current = true;
    current.current = { ...current.current, ...news };
    setHandover(current.current);
    keepHandover(current.current);
  };
  const land = (why: string) => setPhase({ kind: 'landed', why, arrived: sessionOf(current.current) });
  useEffect(() => {
    current.current = takeHandover() ?? sample;
    setHandover(current.current);
    setAlive(true);
    if (!fullTerminal) land('The full terminal is switched off on this site.');
  }, []);
  const start = async () => {
    const unable = why();
    if (unable !== null) return land(unable);
    try {
      const opened = await open(
        {
          bundle,
          tree: (text) =>
            treeOf({
              scenario: handover.network,
              exercise: handover.lab,
              world: handover.world,
              files: handover.files[handover.lab.host] ?? {},
              bundle: text,
            }),
          container: async () => webContainer(await import('@webcontainer/api')),
          shell: ['jsh'],
          size: { cols: 80, rows: 24 },
          linkEtc: true,
        },
        (say) => setPhase({ kind: 'opening', say }),
      );
      setPhase({ kind: 'open', ...opened });
    } catch (error) {
      land(error instanceof Error ? error.message : String(error));
    }
  };
  const { lab, network, world, from } = handover;
  return (
    <>
      <section class="ft-lab ft-full not-content" aria-label="The full terminal">
        {phase.kind !== 'landed' && (
          <header>
            <p class="ft-title">{lab.title}</p>
            {'task' in lab && <p>{lab.task}</p>}
          </header>
        )}
        {phase.kind === 'ready' && (
          <p>
            <button type="button" class="ft-primary" disabled={!alive} onClick={start}>
              Start the full terminal
            </button>
          </p>
        )}
        <p role="status">
          {phase.kind === 'opening'
            ? phase.say
            : phase.kind === 'landed'
              ? 'The full terminal is not here.'
              : phase.kind === 'open'
                ? 'The shell is open.'
                : ''}
        </p>
        {phase.kind === 'landed' && (
          <p class="ft-hint">
            {phase.why} Nothing is lost: below is a terminal of the page’s own, with the lab as it is.{' '}
            {fullTerminal && (
              <button type="button" onClick={() => location.reload()}>
                Try again
              </button>
            )}
          </p>
        )}
        {phase.kind === 'open' && (
          <Shell
            {...phase}
            mounted={worldText(world)}
            change={(world, files) =>
              change({ world, ...(files ? { files: { ...current.current.files, [lab.host]: files } } : {}) })
            }
            lost={land}
          />
        )}
      </section>
      {phase.kind === 'landed' && (
        <Terminal
          page={from?.keeps.replace(/\/[^/]*$/, '') ?? 'terminal'}
          lab={lab}
          network={network}
          arrived={phase.arrived}
          changed={({ world: now, files }) =>
            change({
              world: now,
              files: Object.fromEntries(Object.entries(files).map(([host, its]) => [host, textsOf(its)])),
            })
          }
        />
      )}
      {(phase.kind !== 'ready' || from !== null) && (
        <section class="ft-lab ft-full not-content" aria-label="The lab as it is">
          {phase.kind !== 'ready' && (
            <details open>
              <summary>
                The rules of <code>{lab.host}</code>
              </summary>
              <pre
                class="ft-text"
                tabIndex={0}
                role="group"
                aria-label={`What iptables-save prints on ${lab.host}`}
              >
                {save(world.hosts[lab.host]!.filter) || '(no table was used yet)'}
              </pre>
            </details>
          )}
          {world.sent.journeys.length > 0 && phase.kind !== 'ready' && phase.kind !== 'landed' && (
            <details open>
              <summary>The way of what was sent last</summary>
              <WayText trace={world.sent} folded />
            </details>
          )}
          {phase.kind !== 'ready' && (
            <details>
              <summary>
                Addresses and routes of <code>{lab.host}</code>
              </summary>
              <pre
                class="ft-text"
                tabIndex={0}
                role="group"
                aria-label={`Addresses and routes of ${lab.host}`}
              >
                {run(world, lab.host, 'ip -brief address; ip route; ip rule').stdout}
              </pre>
            </details>
          )}
          {from !== null && lab.language === 'save' && phase.kind !== 'ready' && (
            <p class="ft-muted">
              The lesson’s text is what iptables-save prints. Rules go back into it; what ip and sysctl
              changed stays here.
            </p>
          )}
          {from !== null && (
            <p>
              <a
                href={from.address}
                onClick={() => {
                  if (changed.current) giveBack(handover);
                }}
              >
                Back to the lesson, with what was done here
              </a>
            </p>
          )}
        </section>
      )}
    </>
  );
};

interface ShellProps {
  readonly container: Container;
  readonly shell: Running;
  /** The world's file as it was mounted. */
  readonly mounted: string;
  /** The world after a command; and the files, where they could be read. */
  readonly change: (world: World, files: Texts | null) => void;
  readonly lost: (why: string) => void;
}

const Shell = ({ container, shell, mounted, change, lost }: ShellProps) => {
  const place = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const ends: (() => void)[] = [];
    let over = false;
    const end = (why: string) => {
      if (over) return;
      over = true;
      lost(why);
    };
    let seen = '';
    const read = async () => {
      try {
        const text = await container.read(worldFile);
        const files = await readFiles(container).catch(() => null);
        const now = text + JSON.stringify(files);
        const world = now === seen ? null : readWorld(text);
        if (!world || over) return;
        // As it was mounted, it is no change.
        if (seen !== '' || text !== mounted) change(world, files);
        seen = now;
      } catch {
        // The file is away for a moment, or for good: the pulse tells which.
      }
    };
    // One behind the other, so that nothing older comes last.
    let reading = read();
    const follow = () => {
      reading = reading.then(read);
      return reading;
    };
    ends.push(container.watch('run', () => void follow()));
    container.onLost((message) => end(`The machine in this tab was lost: ${message}.`));
    // What the last command did may not have been read yet.
    shell.exit.then(
      () =>
        within(follow(), 5, '')
          .catch(() => {})
          .then(() => end('The shell has ended.')),
      () => end('The machine in this tab was lost.'),
    );
    // An editor's files change no world: they are read with the pulse.
    const beat = setInterval(() => {
      within(container.read(exerciseFile), pulse, '').then(follow, () =>
        end('The machine in this tab does not answer any more.'),
      );
    }, pulse * 1000);
    ends.push(() => clearInterval(beat));
    void attach(place.current!, shell).then((detach) => (over ? detach() : ends.push(detach)));
    return () => {
      over = true;
      for (const e of ends) e();
      void container.teardown().catch(() => {});
    };
  }, []);
  return (
    <>
      <div class="ft-screen" ref={place} />
      <p class="ft-muted">
        check grades the exercise; ssh HOST COMMAND runs on another host. Shift+Tab leaves the terminal.
      </p>
    </>
  );
};

/** Shows a process in a terminal that fills the place, and resizes with it. Gives what takes it away. */
const attach = async (place: HTMLElement, shell: Running): Promise<() => void> => {
  const { Terminal } = await import('@xterm/xterm');
  const colour = (name: string) => getComputedStyle(place).getPropertyValue(`--ft-${name}`).trim();
  const terminal = new Terminal({
    screenReaderMode: true,
    fontFamily: getComputedStyle(place).fontFamily,
    fontSize: 13,
    cursorBlink: false,
    theme: {
      background: colour('paper'),
      foreground: colour('ink'),
      cursor: colour('accent'),
      selectionBackground: colour('line'),
    },
  });
  terminal.attachCustomKeyEventHandler((e) => !(e.key === 'Tab' && e.shiftKey));
  terminal.open(place);
  const fit = () => {
    const screen = place.querySelector<HTMLElement>('.xterm-screen');
    if (!screen || screen.clientWidth === 0) return;
    const cols = Math.max(20, Math.floor((place.clientWidth - 16) / (screen.clientWidth / terminal.cols)));
    const rows = Math.max(6, Math.floor(place.clientHeight / (screen.clientHeight / terminal.rows)));
    if (cols === terminal.cols && rows === terminal.rows) return;
    terminal.resize(cols, rows);
    shell.resize({ cols, rows });
  };
  const watching = new ResizeObserver(fit);
  watching.observe(place);
  const typing = terminal.onData((text) => shell.write(text));
  const reader = shell.output.getReader();
  void (async () => {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      // Reading goes on when this much was drawn, so that a flood does not freeze the tab.
      await new Promise<void>((drawn) => terminal.write(value, drawn));
    }
  })().catch(() => {});
  terminal.focus();
  return () => {
    watching.disconnect();
    typing.dispose();
    void reader.cancel().catch(() => {});
    terminal.dispose();
  };
};
