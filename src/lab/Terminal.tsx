import { useEffect, useMemo, useReducer, useRef, useState } from 'preact/hooks';
import { typeAll, typedLines } from '../course/typed.ts';
import { startLab } from '../course/lab.ts';
import type { World } from '../network/world.ts';
import { startSession } from '../shell/session.ts';
import { type Console, openConsole } from './console.ts';
import { act as after, asksOf, type Deed, type Desk, keptText, longestKept, readKept, sit, startOf, worldOf } from './desk.ts';
import type { Key } from './edit.ts';
import { Grading } from './Grading.tsx';
import { Head } from './Head.tsx';
import './lab.css';
import './terminal.css';
import { keep, markDone, recall, wasDone } from './kept.ts';
import { Packets } from './Packets.tsx';
import { Printed } from './Printed.tsx';
import type { Given } from './session.ts';
import { Way } from './Way.tsx';
import type { MountedTerminal } from './xterm.ts';

const touch: readonly (readonly [sign: string, name: string, key: Key])[] = [
  ['Tab', 'Tab, completes', { kind: 'complete' }], ['←', 'Left', { kind: 'left' }], ['→', 'Right', { kind: 'right' }], ['↑', 'Up, the command before', { kind: 'up' }], ['↓', 'Down, the command behind', { kind: 'down' }],
  ['Ctrl+C', 'Ctrl+C, stops', { kind: 'interrupt' }], ['-', 'Minus', { kind: 'insert', text: '-' }], ['|', 'Pipe', { kind: 'insert', text: '|' }], ['/', 'Slash', { kind: 'insert', text: '/' }],
];

/** What the terminal's keys say of the clipboard. */
const noPaste = 'This browser does not let a page read the clipboard. Paste into the field below the keys.';
const noCopy = 'This browser does not let a page write the clipboard.';

const turns = { now: () => performance.now(), later: (go: () => void) => void setTimeout(go, 0) };

interface Props extends Given {
  /** With the lab's id it names what is kept in the browser; null where the caller keeps the world. */
  readonly page: string | null;
  /** Told of the world behind every line. */
  readonly changed?: (world: World) => void;
}

/** A lab or an exercise with a terminal. */
export const Terminal = ({ page, changed, ...given }: Props) => {
  const { lab } = given;
  const exercise = 'kind' in lab && lab.kind !== 'predict' ? lab : null;
  const id = page === null ? null : `${page}/${lab.id}`;
  const [desk, act] = useReducer<Desk, Deed, Given>((d, deed) => after(given, d, deed), given, (g) => sit(g));
  const [state, setState] = useState<'built' | 'coming' | 'open' | 'failed'>('built');
  const [done, setDone] = useState(false);
  const [became, setBecame] = useState('');
  const [pasteHere, setPasteHere] = useState(false);
  const frame = useRef<HTMLDivElement>(null);
  const open = useRef<{ readonly terminal: MountedTerminal; readonly console: Console } | null>(null);
  /** The lines of before are typed again, and what comes now is new. */
  const [awake, setAwake] = useState(false);

  useEffect(() => {
    setDone(id !== null && wasDone(id));
    let gone = false;
    setState('coming');
    const kept = readKept(id !== null && desk.round === 0 ? recall(id) : null);
    for (const [index, text] of kept.answers.entries()) if (text !== '' && index < asksOf(lab).length) act({ kind: 'answer', index, text });
    import('./xterm.ts')
      .then(({ mountTerminal }) =>
        mountTerminal(frame.current!, {
          label: `Terminal on ${lab.host}`, describedBy: `ft-terminal-${lab.id}`,
          press: (keys) => {
            for (const key of keys) open.current?.console.press(key);
          },
          paste: (text) => open.current?.console.paste(text),
          resized: () => open.current?.console.redraw(),
        }),
      )
      .then(
        (terminal) => {
          if (gone) return terminal.unmount();
          // A paste may have thousands of lines; the page is told of them in handfuls.
          let news: Deed[] = [];
          let timer: ReturnType<typeof setTimeout> | null = null;
          const tell = () => {
            if (timer !== null) clearTimeout(timer);
            timer = null;
            for (const deed of news) act(deed);
            news = [];
          };
          const console = openConsole(startSession(worldOf(given), lab.host), terminal.screen, {
            entered: (entered, typed, prompt) => {
              setBecame('');
              news.push({ kind: 'entered', entered, typed, prompt });
              timer ??= setTimeout(tell, 200);
            },
            rests: () => {
              news.push({ kind: 'rests' });
              tell();
              setAwake(true);
            },
            became: (text, choices) => setBecame(choices.length ? `${choices.length} choices: ${choices.slice(0, 20).join(' ')}` : text),
          }, turns);
          open.current = { terminal, console };
          setState('open');
          const lines = [...startOf(given), ...kept.typed];
          if (lines.length) console.replay(lines);
          else setAwake(true);
        },
        () => setState('failed'),
      );
    return () => {
      gone = true;
      open.current?.console.close();
      open.current?.terminal.unmount();
      open.current = null;
      setAwake(false);
    };
  }, [desk.round]);
  useEffect(() => {
    // While lines of before are typed again, what is kept is more than what is there.
    if (!awake || id === null) return;
    const text = keptText(given, desk);
    if (text === null || text.length <= longestKept) keep(id, text);
  }, [desk.typed, desk.answers]);
  useEffect(() => {
    if (!desk.grade?.passed) return;
    if (id !== null) markDone(id);
    setDone(true);
  }, [desk.grade]);

  useEffect(() => {
    if (desk.typed.length > 0 || desk.round > 0) changed?.(desk.session.world);
  }, [desk.session.world]);

  const alive = state !== 'built';
  const touched = desk.typed.length > startOf(given).length;
  const press = (key: Key) => {
    open.current?.console.press(key);
  };
  const paste = async () => {
    try {
      open.current?.console.paste(await navigator.clipboard.readText());
    } catch {
      setPasteHere(true);
      setBecame(noPaste);
    }
  };
  const copy = async () => {
    const text = open.current?.terminal.selection() || desk.said.at(-1)?.output || '';
    try {
      await navigator.clipboard.writeText(text);
      setBecame(text === '' ? 'Nothing was printed yet.' : `Copied: ${text.split('\n').length - 1} lines.`);
    } catch {
      setBecame(noCopy);
    }
  };
  return (
    <section class="ft-lab not-content" aria-label={lab.title} data-lab={lab.id}>
      <Head lab={lab} done={done} />
      <div class="ft-terminal" role="group" aria-label={`Terminal on ${lab.host}`} data-state={state}>
        {alive ? <div class="ft-screen" ref={frame} key={desk.round} /> : <Transcript given={given} />}
        <div class="ft-keys" role="toolbar" aria-label="Keys of the terminal">
          {touch.map(([sign, name, key]) => (
            // Not at the press: the terminal keeps the keyboard, and a phone does not put its own away.
            <button key={sign} type="button" aria-label={name} disabled={state !== 'open'} onPointerDown={(e) => e.preventDefault()} onMouseDown={(e) => e.preventDefault()} onClick={() => press(key)}>{sign}</button>
          ))}
          <button type="button" aria-label="Copy what is selected, or the last output" disabled={state !== 'open'} onPointerDown={(e) => e.preventDefault()} onMouseDown={(e) => e.preventDefault()} onClick={copy}>Copy</button>
          <button type="button" aria-label="Paste from the clipboard" disabled={state !== 'open'} onPointerDown={(e) => e.preventDefault()} onMouseDown={(e) => e.preventDefault()} onClick={paste}>Paste</button>
        </div>
        {pasteHere && (
          <label class="ft-paste">
            <span>Paste here, and it goes into the terminal</span>
            <textarea class="ft-text" rows={2} spellcheck={false} autocapitalize="off" autocomplete="off" onInput={(e) => {
              open.current?.console.paste(e.currentTarget.value);
              setPasteHere(false);
              open.current?.terminal.focus();
            }} />
          </label>
        )}
        <p class="ft-muted" id={`ft-terminal-${lab.id}`}>
          {state === 'failed'
            ? <>The terminal could not be loaded. What you typed is kept. <button type="button" onClick={() => location.reload()}>Load it again</button></>
            : 'Tab completes, the up arrow brings back, Ctrl+C stops. To leave with the keyboard, press Esc and then Tab.'}
        </p>
        <div class="ft-unseen" role="log" aria-live={awake ? 'polite' : 'off'} aria-label={`What the terminal on ${lab.host} printed`}>
          {alive && desk.said.map((s, i) => <pre key={desk.typed.length - desk.said.length + i}>{`${s.prompt}${s.line}\n${s.output}`}</pre>)}
        </div>
        <p class={[noPaste, noCopy].includes(became) ? 'ft-hint' : 'ft-unseen'} role="status">{became}</p>
        {touched && !desk.askingReset && <button type="button" onClick={() => act({ kind: 'ask-reset' })}>Start over</button>}
        {desk.askingReset && (
          <p class="ft-ask">Forget all that was typed here?{' '}
            <button type="button" onClick={() => { if (id !== null) keep(id, null); act({ kind: 'reset' }); }}>Yes, start over</button>{' '}
            <button type="button" onClick={() => act({ kind: 'keep' })}>Keep it</button>
          </p>
        )}
      </div>
      {desk.sent.length > 0 && (
        <div class="ft-sent">
          <p class="ft-label">What your command sent</p>
          {desk.sent.map((s, i) => (
            <details key={s.key} open={i === 0}>
              <summary><code>{s.name}</code></summary>
              <Way name={s.name} trace={s.trace} world={s.world} end={null} />
            </details>
          ))}
        </div>
      )}
      {lab.show.length > 0 && <div class="ft-printed">{desk.result.shown.map((s) => <Printed key={s.command} command={s.command} text={s.output} />)}</div>}
      {lab.packets.length > 0 && <Packets given={given} result={desk.result} guessing={null} />}
      {exercise?.kind === 'find' && <Questions lab={exercise} desk={desk} act={act} alive={alive} />}
      {exercise && (
        <Grading
          ready={state === 'open'} grade={desk.grade} hintShown={desk.hintShown} solutionShown={desk.solutionShown} solution={exercise.solution} act={act}
          right={exercise.kind === 'find' ? '✓ Done. You found all of it.' : '✓ Done. Every packet ends as it should.'}
          wrong={exercise.kind === 'find' ? '✗ Not yet. Look at what is marked ✗.' : '✗ Not yet. Look at the packets marked ✗.'}
        />
      )}
    </section>
  );
};

/** What an exercise wants to be run and answered. Enter in an answer checks them all. */
const Questions = ({ lab, desk, act, alive }: { readonly lab: Extract<Given['lab'], { readonly kind: 'find' }>; readonly desk: Desk; readonly act: (deed: Deed) => void; readonly alive: boolean }) => {
  const mark = (right: boolean | undefined) => right !== undefined && <span class={`ft-mark ${right ? 'ft-right' : 'ft-wrong'}`}>{right ? '✓' : '✗'}<span class="ft-unseen">{right ? ' right' : ' not yet'}</span></span>;
  const left = desk.grade?.runs.filter((ran) => !ran).length ?? 0;
  return (
    <form class="ft-questions" onSubmit={(e) => { e.preventDefault(); act({ kind: 'check' }); }}>
      {lab.asks.map(({ ask }, index) => (
        <label key={ask}>
          <span>{mark(desk.grade?.asks[index])}{ask}</span>
          <input class="ft-text" type="text" autocomplete="off" autocapitalize="off" spellcheck={false} maxLength={200} value={desk.answers[index]} readOnly={!alive} onInput={(e) => act({ kind: 'answer', index, text: e.currentTarget.value })} />
        </label>
      ))}
      {desk.grade && lab.runs.length > 0 && <p>{mark(left === 0)}{left === 0 ? 'You ran what there was to run.' : `${left} of ${lab.runs.length} commands ${left === 1 ? 'is' : 'are'} still to be run.`}</p>}
      <button type="submit" hidden tabIndex={-1} disabled={!alive}>Check</button>
    </form>
  );
};

/** Where no terminal comes: the lines of the lab, or of its solution, and what they print. */
const Transcript = ({ given: { lab, network, world } }: { readonly given: Given }) => {
  const text = useMemo(() => {
    if (world) return '';
    const lines = 'solution' in lab ? `${lab.start}\n${lab.solution}` : lab.start;
    return typeAll(startLab(network), lab.host, typedLines(lines)).transcript.map((t) => `${t.prompt}${t.line}\n${t.output}`).join('');
  }, []);
  return <pre class="ft-text ft-screen" tabIndex={0} role="group" aria-label={`Commands on ${lab.host}, and what they print`}>{text}</pre>;
};
