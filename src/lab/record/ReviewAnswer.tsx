import { createContext } from 'preact';
import { useContext, useEffect, useRef } from 'preact/hooks';
import { packetKey } from '../../course/packetKey.ts';
import { Aid } from '../exercise/Aid.tsx';
import { Coded, rulesCoded } from '../exercise/Coded.tsx';
import type { KindProps } from '../exercise/kindView.ts';
import { LazyWay } from '../trace/LazyWay.tsx';

/** Whether the learner has given up, and what to call when they do so in the exercise itself. */
export const GivenUp = createContext({ given: false, giveUp: () => {} });

/** What comes below the task in a review: once it was given up, the answer. */
export const ReviewAnswer = (props: KindProps) => {
  const { given, giveUp } = useContext(GivenUp);
  const { solutionShown } = props.live.session;
  // Who looks at the solution does not remember it. (It was solved before, if it is no news.)
  useEffect(() => {
    if (solutionShown) giveUp();
  }, [solutionShown]);
  return given && !solutionShown ? <Answer {...props} /> : null;
};

/** The comparison is of the answer that was given up. */
const once = { times: 1, anew: false };

const Answer = (props: KindProps) => {
  const { lab, live } = props;
  const { view } = live.session;
  const { solution, byPackets, answer } = lab.built.kind!;
  const frame = useRef<HTMLDivElement>(null);
  useEffect(() => frame.current!.scrollIntoView({ block: 'start' }), []);
  const [first] = view.packets;
  return (
    <div ref={frame} class="rev-answer">
      {solution !== null ? (
        byPackets ? (
          <Aid {...props} hints={0} compares asked={once} came={() => {}} />
        ) : (
          <>
            <pre class="ft-text">{solution}</pre>
            {'asks' in lab.lab && (
              <ul>
                {lab.lab.asks.map(({ ask, answers: [one = ''] }) => (
                  <li key={ask}>
                    <Coded text={ask} /> <strong>{one}</strong>
                  </li>
                ))}
              </ul>
            )}
          </>
        )
      ) : answer.kind === 'marks' && first ? (
        <LazyWay
          engine={live.engine}
          packets={view.run === 0 ? null : packetKey(view.run, 0)}
          name={first.name}
          told={first.told}
        />
      ) : (
        <ul>
          {view.packets.map((p) => (
            <li key={p.name}>
              {p.name}: <strong>{p.ended}</strong>. <Coded text={rulesCoded(p.because)} />
            </li>
          ))}
        </ul>
      )}
    </div>
  );
};
