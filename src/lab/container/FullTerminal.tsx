/**
 * The full terminal's page: Start, a shell in a container with the packets' way beside it, and, where that
 * fails, a terminal of the page's own.
 */
import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import { readFiles, type Texts } from '../../container/carried.ts';
import type { Container, Running } from '../../container/container.ts';
import { fullTerminal } from '../../container/enabled.ts';
import { exerciseFile, readWorld, worldFile } from '../../container/files.ts';
import { open, unfit, within } from '../../container/open.ts';
import { webContainer } from '../../container/webContainer.ts';
import { engine } from '../engine/client.ts';
import type { BuiltLab } from '../exercise/builtLab.ts';
import { keep } from '../progress.ts';
import { Terminal } from '../terminal/Terminal.tsx';
import { useAnswer } from '../trace/useAnswer.ts';
import { TextLines } from '../trace/WayText.tsx';
import { canKeep, type Handover, handedOver, keepHandover } from './handover.ts';
import '../lab.css';
import '../trace/way.css';
import './fullTerminal.css';

type Phase =
  | { readonly kind: 'ready' }
  | { readonly kind: 'opening'; readonly say: string }
  | { readonly kind: 'open'; readonly container: Container; readonly shell: Running }
  | { readonly kind: 'landed'; readonly why: string; readonly built: BuiltLab['built'] }
  /** Neither the container nor the page's own simulator could be had. */
  | { readonly kind: 'lost'; readonly why: string };

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

/** The page's island. `sample` is the lab for a visit that brings none. */
export const FullTerminal = ({ sample }: { readonly sample: Handover }) => {
  const [handover, setHandover] = useState(sample);
  const [phase, setPhase] = useState<Phase>({ kind: 'ready' });
  const [alive, setAlive] = useState(false);
  /** The address has something that is no lab of this course. */
  const [foreign, setForeign] = useState(false);
  const changed = useRef(false);
  /** The lab as it is this moment: a container may be lost between two drawings of the page. */
  const current = useRef(sample);
  const change = (news: Partial<Pick<Handover, 'world' | 'files'>>) => {
    changed.current = true;
    current.current = { ...current.current, ...news };
    setHandover(current.current);
    keepHandover(current.current);
  };
  /** The lab in this page's simulator. */
  const { lab, network, world, from } = handover;
  const own = useMemo(() => engine.lab(`terminal/${lab.id}`, { lab, network }), [lab, network]);
  const land = (why: string) => {
    engine.ask('build', { lab: current.current.lab, network: current.current.network }).then(
      (built) => setPhase({ kind: 'landed', why, built }),
      () => setPhase({ kind: 'lost', why }),
    );
  };
  useEffect(() => {
    void (async () => {
      for (const handed of handedOver()) {
        // Without a simulator to read it, it stays where it is, and the sample is shown.
        const read = await engine
          .ask('handover', { ...handed, origin: location.origin })
          .catch(() => undefined);
        if (read === null && handed.in === 'address') setForeign(true);
        if (!read) continue;
        current.current = read;
        setHandover(read);
        break;
      }
      setAlive(true);
      if (!fullTerminal) land('The full terminal is switched off on this site.');
    })();
  }, []);
  const start = async () => {
    const unable = why();
    if (unable !== null) return land(unable);
    try {
      const opened = await open(
        {
          bundle,
          tree: (text) => own.ask('tree', { world, files: handover.files[lab.host] ?? {}, bundle: text }, 20),
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
  const shown = phase.kind !== 'ready' && phase.kind !== 'lost';
  const look = useAnswer(shown ? world : null, () => own.ask('look', { world }));
  return (
    <>
      <section class="ft-lab ft-full not-content" aria-label="The full terminal">
        {phase.kind !== 'landed' && (
          <header>
            <p class="ft-title">{lab.title}</p>
            {'task' in lab && <p>{lab.task}</p>}
          </header>
        )}
        {foreign && (
          <p class="ft-hint">
            The link to this page holds a lab that cannot be read. It may have been cut off, or is from
            another version of the course. This is another lab.
          </p>
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
        {(phase.kind === 'landed' || phase.kind === 'lost') && (
          <p class="ft-hint">
            {phase.why}{' '}
            {phase.kind === 'landed'
              ? 'Nothing is lost: below is a terminal of the page’s own, with the lab as it is.'
              : 'The page’s own terminal could not be loaded either. Nothing is lost: the lab is kept in this tab.'}{' '}
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
            mounted={world}
            change={(world, files) =>
              change({ world, ...(files ? { files: { ...current.current.files, [lab.host]: files } } : {}) })
            }
            lost={land}
          />
        )}
      </section>
      {phase.kind === 'landed' && (
        <Terminal
          page={from?.keeps?.replace(/\/[^/]*$/, '') ?? 'terminal'}
          lab={lab}
          network={network}
          built={phase.built}
          arrived={{ world, files: handover.files }}
          changed={change}
        />
      )}
      {(shown || from !== null) && (
        <section class="ft-lab ft-full not-content" aria-label="The lab as it is">
          {look && (
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
                {look.rules || '(no table was used yet)'}
              </pre>
            </details>
          )}
          {look && look.way.length > 0 && phase.kind !== 'landed' && (
            <details open>
              <summary>The way of what was sent last</summary>
              <TextLines lines={look.way} />
            </details>
          )}
          {look && (
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
                {look.addresses}
              </pre>
            </details>
          )}
          {from !== null && lab.language === 'save' && shown && (
            <p class="ft-muted">
              The lesson’s text is what iptables-save prints. Rules go back into it; what ip and sysctl
              changed stays here.
            </p>
          )}
          {from !== null && (
            <p>
              <a
                href={from.address}
                onClick={(e) => {
                  if (!changed.current) return;
                  e.preventDefault();
                  own
                    .ask('text-of', { world: current.current.world })
                    .then((text) => {
                      if (text !== null && from.keeps !== null) keep(from.keeps, text);
                    })
                    .catch(() => {})
                    .finally(() => location.assign(from.address));
                }}
              >
                Back to the lesson{from.keeps === null ? '' : ', with what was done here'}
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
  readonly change: (world: string, files: Texts | null) => void;
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
        if (now === seen || !readWorld(text) || over) return;
        // As it was mounted, it is no change.
        if (seen !== '' || text !== mounted) change(text, files);
        seen = now;
      } catch {
        // The file is away for a moment, or for good: the pulse tells which.
      }
    };
    // One after the other, so that nothing older comes last.
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
      <p class="ft-muted" id="ft-container-keys">
        check grades the exercise; ssh HOST COMMAND runs on another host. Shift+Tab leaves the terminal.
      </p>
    </>
  );
};

/** Shows a process in a terminal that fills the place, and resizes with it. Returns what removes it. */
const attach = async (place: HTMLElement, shell: Running): Promise<() => void> => {
  const { mountTerminal } = await import('../terminal/xterm.ts');
  const terminal = await mountTerminal(place, {
    label: 'The shell in the container',
    describedBy: 'ft-container-keys',
    escapeLeaves: false,
    screenReader: true,
    data: (text) => shell.write(text),
    paste: (text) => shell.write(text),
    resized: ({ columns, rows }) => shell.resize({ cols: columns, rows }),
  });
  const { columns, rows } = terminal.size;
  shell.resize({ cols: columns, rows });
  const reader = shell.output.getReader();
  void (async () => {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      // Reading goes on when this much was drawn, so that a flood does not freeze the tab.
      await terminal.write(value);
    }
  })().catch(() => {});
  terminal.focus();
  return () => {
    void reader.cancel().catch(() => {});
    terminal.unmount();
  };
};
