import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import { type OrderedSource, sectionsOf, shuffledLines } from '../../course/linesToOrder.ts';
import * as labels from '../../labels/en.ts';
import { say } from '../../labels/say.ts';
import { Whole } from './Coded.tsx';
import type { KindProps, KindView } from './kindView.ts';
import { type LabProps, LabWith } from './Lab.tsx';
import { Refused } from './Refused.tsx';

/** What a button does with a line. */
type Move = 'take' | 'up' | 'down' | 'back';

const words: Readonly<Record<Move, string>> = {
  take: labels.take,
  up: labels.moveUp,
  down: labels.moveDown,
  back: labels.putBack,
};
const keys: Readonly<Record<string, Move>> = {
  ArrowUp: 'up',
  ArrowDown: 'down',
  Delete: 'back',
  Backspace: 'back',
};

/** `parsons`: lines are taken from a tray and put in order, by buttons or by the arrow keys. */
const view: KindView = {
  Text(props) {
    const { lab } = props.lab;
    return 'extra' in lab ? <Lines {...props} source={lab} /> : null;
  },
  isComplete: ({ live: { session } }) => session.answer.kind === 'lines' && session.answer.placed.length > 0,
};

/** An exercise of this kind, on a page. */
export const Parsons = (props: LabProps) => <LabWith {...props} view={view} />;

const Lines = (props: KindProps & { readonly source: OrderedSource }) => {
  const { live, source, lab } = props;
  const root = useRef<HTMLDivElement>(null);
  // The button that has focus after a line has moved, which takes the one that was pressed out of the page.
  const next = useRef<readonly [line: string, move: Move] | null>(null);
  const [said, tell] = useState('');
  const placed = live.session.answer.kind === 'lines' ? live.session.answer.placed : [];
  const all = shuffledLines(source);
  const tray = all.filter((line) => !placed.includes(line.text));
  const tableOf = (text: string) => all.find((line) => line.text === text)?.table;
  /** The placed lines of a line's table: a line moves among these. */
  const besides = (text: string, among = placed) => among.filter((l) => tableOf(l) === tableOf(text));

  const act = (line: string, move: Move) => {
    const own = besides(line);
    const at = own.indexOf(line);
    const other = own[move === 'up' ? at - 1 : at + 1];
    if ((move === 'up' || move === 'down') && other === undefined) {
      tell(say(move === 'up' ? labels.firstAlready : labels.lastAlready));
      return;
    }
    const after =
      move === 'take'
        ? [...placed, line]
        : move === 'back'
          ? placed.filter((l) => l !== line)
          : placed.map((l) => (l === line ? other! : l === other ? line : l));
    if (move === 'take') {
      const i = tray.findIndex((l) => l.text === line);
      const beside = tray[i + 1] ?? tray[i - 1];
      next.current = beside ? [beside.text, 'take'] : [line, 'up'];
    } else if (move === 'back') {
      const beside = own[at + 1] ?? own[at - 1];
      next.current = beside === undefined ? [line, 'take'] : [beside, 'back'];
    } else next.current = [line, move];
    const now = besides(line, after);
    tell(
      move === 'back'
        ? say(labels.putBackLine, { line })
        : say(labels.lineOf, { n: now.indexOf(line) + 1, all: now.length, line }),
    );
    live.act({ kind: 'answer', answer: { kind: 'lines', placed: after } });
  };
  useLayoutEffect(() => {
    if (!next.current) return;
    const [line, move] = next.current;
    next.current = null;
    for (const button of root.current!.querySelectorAll('button'))
      if (button.value === line && button.name === move) button.focus();
  }, [placed]);

  const button = (line: string, move: Move, idle = false) => (
    <button
      type="button"
      name={move}
      value={line}
      aria-label={`${say(words[move])}: ${line}`}
      aria-disabled={idle}
      onClick={() => act(line, move)}
    >
      {say(words[move])}
    </button>
  );
  const onKey = (line: string) => (e: KeyboardEvent) => {
    const move = keys[e.key];
    if (!move || e.altKey || e.ctrlKey || e.metaKey) return;
    e.preventDefault();
    act(line, move);
  };
  /** In the tray, the arrow keys go from one line to the next. */
  const onTrayKey = (at: number) => (e: KeyboardEvent) => {
    const to = tray[at + (e.key === 'ArrowUp' ? -1 : e.key === 'ArrowDown' ? 1 : 0)];
    if (!e.key.startsWith('Arrow')) return;
    e.preventDefault();
    for (const b of root.current!.querySelectorAll('button')) if (b.value === to?.text) b.focus();
  };
  const { host } = lab.lab;
  const what = say(lab.lab.language === 'save' ? labels.rulesOf : labels.commandsOn, { host });
  const label = say(labels.inYourOrder, { what });
  return (
    <div ref={root} class="ft-puzzle">
      <div>
        <p class="ft-label">{label}</p>
        <div class="ft-text ft-order">
          {sectionsOf(source).map(({ table, before, after }) => {
            const own = placed.filter((line) => tableOf(line) === table);
            return (
              <div key={table}>
                {before.length > 0 && (
                  <code class="ft-fixed">
                    <Whole text={before.join('\n')} />
                  </code>
                )}
                <ol class="ft-lines" aria-label={table === '' ? label : say(labels.rulesIn, { table })}>
                  {own.map((line, i) => (
                    <li key={line} onKeyDown={onKey(line)}>
                      <code>
                        <Whole text={line} />
                      </code>
                      <span class="ft-moves">
                        {button(line, 'up', i === 0)}
                        {button(line, 'down', i === own.length - 1)}
                        {button(line, 'back')}
                      </span>
                    </li>
                  ))}
                </ol>
                {own.length === 0 && <p class="ft-muted">{say(labels.noLineYet)}</p>}
                {after.length > 0 && (
                  <code class="ft-fixed">
                    <Whole text={after.join('\n')} />
                  </code>
                )}
              </div>
            );
          })}
        </div>
        {placed.length > 0 && <p class="ft-muted ft-arrows">{say(labels.arrowKeys)}</p>}
      </div>
      <div>
        <p class="ft-label">{say(tray.length > 0 ? labels.linesLeft : labels.everyLineTaken)}</p>
        <ul class="ft-lines" aria-label={say(labels.linesToTake)}>
          {tray.map((line, i) => (
            <li key={line.text} onKeyDown={onTrayKey(i)}>
              <code>
                {sectionsOf(source).length > 1 && `*${line.table} `}
                <Whole text={line.text} />
              </code>
              <span class="ft-moves">{button(line.text, 'take')}</span>
            </li>
          ))}
        </ul>
      </div>
      <Refused {...props} />
      <p class="ft-unseen" aria-live="polite">
        {said}
      </p>
    </div>
  );
};
