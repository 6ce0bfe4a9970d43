/**
 * The full terminal's page: Start, a shell in a container with the packets' way beside it, and, where that
 * fails, a terminal of the page's own.
 */

import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import type { Container, Running } from '../../container/container.ts';
import { fullTerminal } from '../../container/enabled.ts';
import { NotOpened, open, unfit } from '../../container/open.ts';
import { webContainer } from '../../container/webContainer.ts';
import { EngineError, engine } from '../engine/client.ts';
import type { BuiltLab } from '../exercise/builtLab.ts';
import { Coded } from '../exercise/Coded.tsx';
import { Task } from '../exercise/Head.tsx';
import { keep } from '../progress.ts';
import { siteUrl } from '../siteUrl.ts';
import { useAnswer } from '../trace/useAnswer.ts';
import { TextLines } from '../trace/WayText.tsx';
import { canKeep, type Handover, handedOver, keepHandover, openAgain, wasToOpenAgain } from './handover.ts';
import { LazyTerminal } from './LazyTerminal.tsx';
import { Shell } from './Shell.tsx';
import { frameFails, vendorFrame } from './vendorFrame.ts';
import './fullTerminal.css';

type Phase =
  | { readonly kind: 'ready' }
  | { readonly kind: 'opening'; readonly say: string }
  | { readonly kind: 'open'; readonly container: Container; readonly shell: Running }
  | { readonly kind: 'landed'; readonly why: string; readonly built: BuiltLab['built'] }
  /** Neither the container nor the page's own simulator could be had. */
  | { readonly kind: 'lost'; readonly why: string };

const bundle = async (): Promise<string> => {
  const answer = await fetch(siteUrl('/terminal/four-tables.cjs'));
  if (!answer.ok) throw new Error(`status ${answer.status}`);
  return answer.text();
};

const vendor = () => import('@webcontainer/api');

const why = (): string | null =>
  unfit({
    isolated: window.crossOriginIsolated,
    secure: window.isSecureContext,
    framed: window.parent !== window,
    storage: canKeep(),
    serviceWorker: 'serviceWorker' in navigator,
    webAssembly: 'WebAssembly' in window,
  });

/** Why it is off for everyone at this address: nothing that a click could change. */
const offHere = (): string | null => (window.crossOriginIsolated || window.parent !== window ? null : why());

/** The page's island. `sample` is the lab for a visit that brings none. */
export const FullTerminal = ({ sample }: { readonly sample: Handover }) => {
  const [handover, setHandover] = useState(sample);
  const [phase, setPhase] = useState<Phase>({ kind: 'ready' });
  /** What was handed over has been read. */
  const [alive, setAlive] = useState(false);
  /** Start was pressed, here or before a reload. */
  const [wanted, want] = useState(false);
  const cancel = useRef((_why: NotOpened) => {});
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
    const build = () => engine.ask('build', { lab: current.current.lab, network: current.current.network });
    build()
      // What the container had asked for was late, and ended this with it.
      .catch((error) =>
        error instanceof EngineError && error.why === 'ended' ? build() : Promise.reject(error),
      )
      .then(
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
      if (wasToOpenAgain()) want(true);
      const off = fullTerminal ? offHere() : 'The full terminal is switched off on this site.';
      if (off !== null) land(off);
    })();
  }, []);
  const start = async () => {
    const unable = why();
    if (unable !== null) return land(unable);
    const stopped = new Promise<never>((_, stop) => {
      cancel.current = stop;
    });
    try {
      const opened = await open(
        {
          // With the vendor's module, so that nothing but its host is waited for after that.
          bundle: async () => (await Promise.all([bundle(), vendor()]))[0],
          tree: (text) => own.ask('tree', { world, files: handover.files[lab.host] ?? {}, bundle: text }, 20),
          container: async () => {
            const booting = webContainer(await vendor());
            return Promise.race([booting, frameFails()]);
          },
          shell: ['jsh'],
          size: { cols: 80, rows: 24 },
          linkEtc: true,
        },
        (say) => setPhase({ kind: 'opening', say }),
        stopped,
      );
      setPhase({ kind: 'open', ...opened });
    } catch (error) {
      // Whatever its host still sends is for nothing.
      vendorFrame()?.remove();
      land(error instanceof Error ? error.message : String(error));
    }
  };
  useEffect(() => {
    // What arrived is drawn by now, so it is the lab that is opened.
    if (alive && wanted && fullTerminal) void start();
  }, [alive, wanted]);
  const waits = phase.kind === 'opening' || (phase.kind === 'ready' && wanted);
  const section = useRef<HTMLElement>(null);
  useEffect(() => {
    // The button that was pressed is gone: the keyboard goes to the one in its place.
    if (wanted && document.activeElement === document.body)
      section.current!.querySelector('button')?.focus({ preventScroll: true });
  }, [waits, phase.kind]);
  const shown = phase.kind !== 'ready' && phase.kind !== 'lost';
  const look = useAnswer(shown ? world : null, () => own.ask('look', { world }));
  return (
    <>
      <section class="ft-lab ft-full not-content" aria-label="The full terminal" ref={section}>
        {phase.kind !== 'landed' && (
          <header>
            <p class="ft-title">
              <Coded text={lab.title} />
            </p>
            {'task' in lab && <Task task={lab.task} />}
          </header>
        )}
        {foreign && (
          <p class="ft-hint">
            The link to this page holds a lab that cannot be read. It may have been cut off, or is from
            another version of the course. This is another lab.
          </p>
        )}
        {phase.kind === 'ready' && !wanted && (
          <p>
            <button type="button" class="ft-primary" onClick={() => want(true)}>
              Start the full terminal
            </button>
          </p>
        )}
        <p role="status">
          {waits
            ? phase.kind === 'opening'
              ? phase.say
              : 'Reading the lab…'
            : phase.kind === 'landed'
              ? 'The full terminal is not open.'
              : phase.kind === 'open'
                ? 'The shell is open.'
                : ''}
        </p>
        {waits && (
          <p>
            <button
              type="button"
              onClick={() =>
                phase.kind === 'ready' ? want(false) : cancel.current(new NotOpened('You cancelled it.'))
              }
            >
              Cancel
            </button>
          </p>
        )}
        {(phase.kind === 'landed' || phase.kind === 'lost') && (
          <p class="ft-hint">
            {phase.why}{' '}
            {phase.kind === 'landed'
              ? 'Nothing is lost: below is a terminal of the page’s own, with the lab as it is.'
              : 'The page’s own terminal could not be loaded either. Nothing is lost: the lab is kept in this tab.'}{' '}
            {fullTerminal && offHere() === null && (
              <button type="button" onClick={() => openAgain(current.current)}>
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
        <LazyTerminal
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
