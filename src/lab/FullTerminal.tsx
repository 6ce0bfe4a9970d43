/** The full terminal's page: Start, a shell in a container with the packets' way beside it, and, where that fails, a terminal of the page's own. */
import { useEffect, useRef, useState } from 'preact/hooks';
import type { Container, Running } from '../container/container.ts';
import { fullTerminal } from '../container/enabled.ts';
import { exerciseFile, readWorld, worldFile } from '../container/files.ts';
import { open, unfit, within } from '../container/open.ts';
import { treeOf } from '../container/tree.ts';
import { webContainer } from '../container/webContainer.ts';
import { save } from '../netfilter/save.ts';
import type { World } from '../network/world.ts';
import { canKeep, giveBack, type Handover, keepHandover, takeHandover } from './handover.ts';
import { Terminal } from './Terminal.tsx';
import { WayText } from './WayText.tsx';
import '@xterm/xterm/css/xterm.css';
import './lab.css';
import './way.css';
import './fullTerminal.css';

type Phase =
  | { readonly kind: 'ready' }
  | { readonly kind: 'opening'; readonly say: string }
  | { readonly kind: 'open'; readonly container: Container; readonly shell: Running }
  | { readonly kind: 'landed'; readonly why: string };

/** How often the container is asked whether it is still there, and how long it may think, in seconds. */
const pulse = 15;

const bundle = async (): Promise<string> => {
  const answer = await fetch('/terminal/four-tables.cjs');
  if (!answer.ok) throw new Error(`status ${answer.status}`);
  return answer.text();
};

const why = (): string | null =>
  unfit({ isolated: window.crossOriginIsolated, secure: window.isSecureContext, framed: window.parent !== window, storage: canKeep(), serviceWorker: 'serviceWorker' in navigator, webAssembly: 'WebAssembly' in window });

/** The page's island. `sample` is the lab of whoever comes without one. */
export const FullTerminal = ({ sample }: { readonly sample: Handover }) => {
  const [handover, setHandover] = useState(sample);
  const [phase, setPhase] = useState<Phase>({ kind: 'ready' });
  const [alive, setAlive] = useState(false);
  const changed = useRef(false);
  useEffect(() => {
    setHandover(takeHandover() ?? sample);
    setAlive(true);
    if (!fullTerminal) setPhase({ kind: 'landed', why: 'The full terminal is switched off on this site.' });
  }, []);
  const change = (world: World) => {
    changed.current = true;
    setHandover((h) => {
      const now = { ...h, world };
      keepHandover(now);
      return now;
    });
  };
  const start = async () => {
    const unable = why();
    if (unable !== null) return setPhase({ kind: 'landed', why: unable });
    try {
      const opened = await open({
        bundle,
        tree: (text) => treeOf({ scenario: handover.network, exercise: handover.lab, world: handover.world, bundle: text }),
        container: async () => webContainer(await import('@webcontainer/api')),
        shell: ['jsh'], size: { cols: 80, rows: 24 }, linkEtc: true,
      }, (say) => setPhase({ kind: 'opening', say }));
      setPhase({ kind: 'open', ...opened });
    } catch (error) {
      setPhase({ kind: 'landed', why: error instanceof Error ? error.message : String(error) });
    }
  };
  const { lab, world, from } = handover;
  const landed = phase.kind === 'landed';
  return (
    <section class="ft-lab ft-full not-content" aria-label="The full terminal">
      {!landed && (
        <header>
          <p class="ft-title">{lab.title}</p>
          {'task' in lab && <p>{lab.task}</p>}
        </header>
      )}
      {phase.kind === 'ready' && (
        <p>
          <button type="button" class="ft-primary" disabled={!alive} onClick={start}>Start the full terminal</button>
        </p>
      )}
      <p role="status">{phase.kind === 'opening' ? phase.say : phase.kind === 'landed' ? 'The full terminal is not here.' : phase.kind === 'open' ? 'The shell is open.' : ''}</p>
      {phase.kind === 'landed' && (
        <p class="ft-hint">
          {phase.why} Nothing is lost: this is a terminal of the page’s own, with the lab as it is.{' '}
          {fullTerminal && <button type="button" onClick={() => location.reload()}>Try again</button>}
        </p>
      )}
      {phase.kind === 'open' && <Shell {...phase} change={change} lost={(message) => setPhase({ kind: 'landed', why: message })} />}
      {landed && <Landed handover={handover} change={change} />}
      {phase.kind !== 'ready' && (
        <details open>
          <summary>The rules of <code>{lab.host}</code></summary>
          <pre class="ft-text" tabIndex={0} role="group" aria-label={`What iptables-save prints on ${lab.host}`}>{save(world.hosts[lab.host]!.filter) || '(no table was used yet)'}</pre>
        </details>
      )}
      {world.sent.journeys.length > 0 && phase.kind !== 'ready' && !landed && (
        <details open>
          <summary>The way of what was sent last</summary>
          <WayText trace={world.sent} world={world} folded />
        </details>
      )}
      {from !== null && <p><a href={from.address} onClick={() => { if (changed.current) giveBack(handover); }}>Back to the lesson, with these rules</a></p>}
    </section>
  );
};

/** The terminal of the page's own, on the world as it is now. */
const Landed = ({ handover: { lab, network, world }, change }: { readonly handover: Handover; readonly change: (world: World) => void }) => {
  const [begun] = useState(world);
  return <Terminal page={null} lab={lab} network={network} world={begun} changed={change} />;
};

interface ShellProps {
  readonly container: Container;
  readonly shell: Running;
  readonly change: (world: World) => void;
  readonly lost: (why: string) => void;
}

const Shell = ({ container, shell, change, lost }: ShellProps) => {
  const place = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const ends: (() => void)[] = [];
    let over = false;
    const end = (why: string) => {
      if (over) return;
      over = true;
      lost(why);
    };
    const follow = async () => {
      try {
        const world = readWorld(await container.read(worldFile));
        if (world && !over) change(world);
      } catch {
        // The file is away for a moment, or for good: the pulse tells which.
      }
    };
    ends.push(container.watch('run', () => void follow()));
    container.onLost((message) => end(`The machine in this tab was lost: ${message}.`));
    shell.exit.then(() => end('The shell has ended.'), () => end('The machine in this tab was lost.'));
    const beat = setInterval(() => {
      within(container.read(exerciseFile), pulse, '').catch(() => end('The machine in this tab does not answer any more.'));
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
      <p class="ft-muted">check grades the exercise; ssh HOST COMMAND runs on another host. Shift+Tab leaves the terminal.</p>
    </>
  );
};

/** Shows a process in a terminal that fills the place, and resizes with it. Gives what takes it away. */
const attach = async (place: HTMLElement, shell: Running): Promise<() => void> => {
  const { Terminal } = await import('@xterm/xterm');
  const colour = (name: string) => getComputedStyle(place).getPropertyValue(`--ft-${name}`).trim();
  const terminal = new Terminal({
    screenReaderMode: true, fontFamily: getComputedStyle(place).fontFamily, fontSize: 13, cursorBlink: false,
    theme: { background: colour('paper'), foreground: colour('ink'), cursor: colour('accent'), selectionBackground: colour('line') },
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
