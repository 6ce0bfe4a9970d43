import { useEffect, useRef } from 'preact/hooks';
import * as labels from '../../labels/en.ts';
import { say } from '../../labels/say.ts';
import { useAnswer } from '../trace/useAnswer.ts';
import { Coded, Whole } from './Coded.tsx';
import type { KindProps } from './kindView.ts';

/** Hints as far as they were asked for, and what sets the learner's rules apart from the solution's. */
export const Aid = ({
  lab,
  live,
  hints,
  compares,
  of,
}: KindProps & {
  /** How many hints are wanted. */
  readonly hints: number;
  readonly compares: boolean;
  /** The answer that help was asked for, and how often it was. */
  readonly of: { readonly answer: KindProps['live']['session']['answer']; readonly asked: number };
}) => {
  const { answer, typed } = live.session;
  const came = useAnswer(`${of.asked}`, async () => ({
    help: await live.engine.ask('help', { answer: of.answer }),
    of: { answer: of.answer, typed },
  }));
  const help = came?.help;
  const last = useRef<HTMLParagraphElement>(null);
  // It is below those before it, and may be behind the strip.
  useEffect(() => {
    if (help && hints > 0) last.current?.scrollIntoView({ block: 'nearest' });
  }, [help, hints]);
  if (!came || !help) return null;
  const { solution } = lab.built.kind!;
  const isOld = came.of.typed !== typed || JSON.stringify(came.of.answer) !== JSON.stringify(answer);
  return (
    <>
      {help.hints.slice(0, hints).map((hint, i) => (
        <p key={hint} ref={last} class="ft-hint">
          <span class="ft-muted">
            {say(labels.hintOf, { n: i + 1, all: help.hints.length })}
            {isOld && ` ${say(labels.beforeChange)}`}
          </span>{' '}
          <Coded text={hint} />
        </p>
      ))}
      {hints > help.hints.length && <p class="ft-muted">{say(labels.lastHint)}</p>}
      {compares && (
        <div class="ft-compared">
          <p class="ft-label">{say(labels.oneSolution)}</p>
          <pre class="ft-text" tabIndex={0} role="group" aria-label={say(labels.oneSolution)}>
            {solution}
          </pre>
          <p class="ft-label">
            {say(help.differences.length === 0 ? labels.sameRules : labels.besideYours)}
            {isOld && ` ${say(labels.beforeChange)}`}
          </p>
          <ul>
            {help.differences.map(({ where, mine, ours, says }) => (
              <li key={`${where} ${mine} ${ours}`}>
                {mine !== ours && mine !== null && (
                  <pre>
                    <del>
                      − <Whole text={mine} />
                    </del>
                  </pre>
                )}
                {ours !== null && (
                  <pre>
                    <ins>
                      {mine === ours ? '↕' : '+'} <Whole text={ours} />
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
