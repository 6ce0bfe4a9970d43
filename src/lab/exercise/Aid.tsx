import { useEffect, useRef } from 'preact/hooks';
import * as labels from '../../labels/en.ts';
import { say } from '../../labels/say.ts';
import { useAnswer } from '../trace/useAnswer.ts';
import { Coded, Whole } from './Coded.tsx';
import { helpedWith } from './helpedWith.ts';
import { hintsToShow } from './hintsToShow.ts';
import type { KindProps } from './kindView.ts';

/** A rule, a policy or a chain of a table, as it is written in a command: of filter without a `-t`. */
const inTable = (where: string, line: string): string =>
  where.startsWith('filter ') ? line : `-t ${where.split(' ')[0]} ${line}`;

/** Hints as far as they were asked for, and what sets the learner's rules apart from the solution's. */
export const Aid = ({
  lab,
  live,
  hints,
  asked,
  compares,
  came,
}: KindProps & {
  /** How many hints are wanted. */
  readonly hints: number;
  /** How often help was asked for, and whether for other hints than those that are shown. */
  readonly asked: { readonly times: number; readonly anew: boolean };
  readonly compares: boolean;
  /** Told what the help that came was made from, how many hints it has, and how many to show where that was not known before. */
  readonly came: (of: string, all: number, wanted: number | null) => void;
}) => {
  const { session } = live;
  const shown = useRef<readonly string[]>([]);
  // A terminal that is not open yet has no answer.
  const isComing = lab.lab.language === 'terminal' && session.engine !== 'ready';
  const answered = useAnswer(isComing ? null : `${asked.times}`, async () => {
    const found = await live.engine.ask('help', { answer: session.answer });
    const made = helpedWith(lab, session);
    came(made, found.hints.length, asked.anew ? hintsToShow(shown.current, found.hints) : null);
    return { help: found, made };
  });
  const help = answered?.help;
  shown.current = help?.hints.slice(0, hints) ?? [];
  const last = useRef<HTMLParagraphElement>(null);
  // It is below those before it, and may be behind the strip.
  useEffect(() => {
    if (!help || hints === 0) return;
    last.current?.scrollIntoView({ block: 'nearest' });
    // With the last hint, the button that asked for it is gone.
    if (document.activeElement === document.body) last.current?.focus({ preventScroll: true });
  }, [help, hints]);
  if (!answered || !help) return null;
  const { solution } = lab.built.kind!;
  const isOld = answered.made !== helpedWith(lab, session);
  return (
    <>
      {help.hints.slice(0, hints).map((hint, i) => (
        <p key={hint} ref={last} class="ft-hint" tabIndex={-1}>
          <span class="ft-muted">
            {say(labels.hintOf, { n: i + 1, all: help.hints.length })}
            {isOld && ` ${say(labels.earlierAnswer)}`}
          </span>{' '}
          <Coded text={hint} />
        </p>
      ))}
      {hints >= help.hints.length && hints > 0 && !isOld && <p class="ft-muted">{say(labels.lastHint)}</p>}
      {compares && (
        <div class="ft-compared">
          <p class="ft-label">
            {say(lab.lab.language === 'terminal' ? labels.solutionFromStart : labels.oneSolution)}
          </p>
          <pre class="ft-text" tabIndex={0} role="group" aria-label={say(labels.oneSolution)}>
            {solution}
          </pre>
          {help.settings && (
            <p>
              <Coded text={help.settings} />
            </p>
          )}
          {session.reported.problems.length > 0 && !isOld && <p>{say(labels.comparesLoaded)}</p>}
          <p class="ft-label">
            {say(help.differences.length === 0 ? labels.sameRules : labels.besideYours)}
            {isOld && ` ${say(labels.earlierAnswer)}`}
          </p>
          <ul>
            {help.differences.map(({ where, mine, ours, says }) => (
              <li key={`${where} ${mine} ${ours}`}>
                {mine !== ours && mine !== null && (
                  <pre>
                    <del>
                      − <Whole text={inTable(where, mine)} />
                    </del>
                  </pre>
                )}
                {ours !== null && (
                  <pre>
                    <ins>
                      {mine === ours ? '↕' : '+'} <Whole text={inTable(where, ours)} />
                    </ins>
                  </pre>
                )}
                <p>
                  <Coded text={says} />
                </p>
              </li>
            ))}
          </ul>
        </div>
      )}
    </>
  );
};
