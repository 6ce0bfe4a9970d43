import { useMemo } from 'preact/hooks';
import { OpenTerminal } from '../container/OpenTerminal.tsx';
import { Editor } from '../editor/Editor.tsx';
import { Copies } from '../link/Copies.tsx';
import { addLines, withoutLines } from '../run/addLines.ts';
import { useRuns } from '../run/useRuns.ts';
import { OwnPackets } from '../send/OwnPackets.tsx';
import type { BuiltLab } from './builtLab.ts';
import { uncoded } from './Coded.tsx';
import { DrawnNetwork } from './DrawnNetwork.tsx';
import { EngineNote } from './EngineNote.tsx';
import { FullScreen } from './FullScreen.tsx';
import { Grading } from './Grading.tsx';
import { Head } from './Head.tsx';
import { Help } from './Help.tsx';
import { KeptNote } from './KeptNote.tsx';
import type { KindView, Unbuilt } from './kindView.ts';
import { LastRun, Packets } from './Packets.tsx';
import { AllPrinted } from './Printed.tsx';
import { Strip } from './Strip.tsx';
import { isSolved, isStale, textOf } from './session.ts';
import { useLab } from './useLab.ts';
import { isLoaded } from './verdict.ts';
import { viewOf } from './views.ts';

export interface LabProps extends BuiltLab {
  readonly page: string;
  /** For an exercise of which nothing was built into the page. */
  readonly unbuilt?: Unbuilt;
}

/** The length of the longest line that a lab prints: where rules are only read, they get the room for it. */
const widest = ({ built }: BuiltLab): number =>
  Math.max(
    ...[...built.view.ran, ...built.view.shown].flatMap(({ output }) =>
      output.split('\n').map((line) => line.length),
    ),
    0,
  );

/** A lab or an exercise with an editor. `page` and the lab's id name what is kept in the browser. */
export const Lab = (props: LabProps) => <LabWith {...props} view={viewOf(props.lab)} />;

/** The same for a kind whose view comes with a script of its own. */
export const LabWith = ({ page, unbuilt, view, ...lab }: LabProps & { readonly view: KindView | null }) => {
  const live = useLab(lab, { page, runs: true, wakes: unbuilt !== undefined });
  const { session, act } = live;
  useRuns(live, {
    did: 'added',
    run: (commands) => act({ kind: 'write', text: addLines(textOf(session), commands) }),
    undo: (commands) => act({ kind: 'write', text: withoutLines(textOf(session), commands) }),
  });
  const { kind } = lab.built;
  const props = { lab, live };
  // Counters tell how all packets end: also those of which the learner is not asked yet.
  const told = view?.Packet ? session.grade?.passed : session.grade !== null;
  const shown = kind?.hidesOutcomes && !told ? lab.built.before : session.view.shown;
  // Most keys change nothing of these. The same object is not drawn again.
  const { ran } = session.view;
  const before = shown === session.view.shown ? session.before : null;
  const printed = useMemo(
    () => <AllPrinted ran={ran} shown={shown} before={before} later={live.later} />,
    [ran, shown, before?.ran, before?.shown],
  );
  const packets = useMemo(
    () => <Packets {...props} view={view} />,
    [
      session.view.packets,
      session.before.packets,
      isSolved(lab, session),
      session.grade,
      view?.Packet && session.answer,
      isLoaded(lab, session),
    ],
  );
  // A kind with a verdict of its own shows it below; the packets' is in the strip.
  const byPackets = kind === null || kind.byPackets;
  const ready = view?.isComplete?.(props) ?? null;
  return (
    <section
      class="ft-lab not-content"
      aria-label={uncoded(lab.lab.title)}
      aria-busy={session.engine === 'working' || isStale(session)}
      data-lab={lab.lab.id}
      data-asleep={!live.awake || undefined}
      data-id={kind ? `${page}/${lab.lab.id}` : undefined}
      {...live.root}
    >
      <Head lab={lab.lab} kind={kind?.title ?? null} done={live.done} />
      {unbuilt && <unbuilt.Aside {...props} />}
      <div class="ft-work">
        <div class="ft-both" style={view?.Packet && { '--ft-widest': widest(lab) }}>
          <div class="ft-yours">
            {view?.Text ? <view.Text {...props} /> : <Editor lab={lab.lab} live={live} />}
            <EngineNote engine={session.engine} retry={live.retry} />
            <KeptNote live={live} />
            {kind?.byPackets && <Help key={session.round} {...props} />}
            {printed}
          </div>
          <div class="ft-theirs">
            <DrawnNetwork {...props} unbuilt={unbuilt} />
            <LastRun.Provider value={session.engine === 'ready' ? session.view.run : null}>
              {packets}
            </LastRun.Provider>
            {(view?.Text ? kind?.byPackets : !kind?.hidesOutcomes) && <OwnPackets {...props} />}
          </div>
        </div>
        {byPackets ? (
          <Strip {...props} ready={ready === true} check={live.check} />
        ) : (
          <Grading
            kind={kind}
            session={session}
            ready={ready}
            check={live.check}
            later={live.later}
            act={act}
          />
        )}
      </div>
      <p class="ft-more">
        {/* What is done there comes back as a text. */}
        {!view?.Text && <OpenTerminal lab={lab} live={live} />}
        <FullScreen live={live} />
        <Copies {...props} />
      </p>
    </section>
  );
};
