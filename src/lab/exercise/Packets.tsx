import { createContext, Fragment } from 'preact';
import { useContext, useEffect, useRef, useState } from 'preact/hooks';
import type { PacketView } from '../../course/labView.ts';
import { packetKey } from '../../course/packetKey.ts';
import * as labels from '../../labels/en.ts';
import { say } from '../../labels/say.ts';
import { LazyWay } from '../trace/LazyWay.tsx';
import type { WayProps } from '../trace/Way.tsx';
import { Coded } from './Coded.tsx';
import type { KindProps, KindView } from './kindView.ts';
import { isSolved } from './session.ts';
import { isLoaded, wasEnded } from './verdict.ts';

/** Where scripts do not run, a packet's way is there as text. In the browser it is asked for. */
const AsBuilt = import.meta.env.SSR ? (await import('../trace/WayAsBuilt.tsx')).WayAsBuilt : null;

/** The run whose packets can be asked for; null while the simulator is at work. */
export const LastRun = createContext<number | null>(null);

interface Props extends KindProps {
  readonly view: KindView | null;
}

/** The packets of a lab, before and after each of its changes: how they should end, and how they do. */
export const Packets = (props: Props) => {
  const list = (changes: number) => (
    <ul class="ft-packets">
      {props.live.session.view.packets.map(
        (packet, i) =>
          packet.changes === changes && <Packet key={packet.name} {...props} packet={packet} index={i} />,
      )}
    </ul>
  );
  return (
    <div class="ft-list">
      <p class="ft-label">{say(labels.packets)}</p>
      {list(0)}
      {props.lab.lab.changes.map(({ say: what }, i) => (
        <Fragment key={what}>
          <p class="ft-change">
            {say(labels.afterwards)} <Coded text={what} />
          </p>
          {list(i + 1)}
        </Fragment>
      ))}
    </div>
  );
};

const Packet = ({
  packet,
  index,
  view,
  ...props
}: Props & { readonly packet: PacketView; readonly index: number }) => {
  const { lab, live } = props;
  const { grade } = live.session;
  const predicting = lab.built.kind?.hidesOutcomes === true;
  const hidden = predicting && grade === null;
  if (view?.Packet)
    return (
      <li class="ft-packet">
        <p class="ft-packet-name">
          <strong>{packet.name}</strong> <span class="ft-muted">{packet.route}</span>
        </p>
        <view.Packet {...props} packet={packet} index={index} />
      </li>
    );
  const loaded = isLoaded(lab, live.session);
  const part = grade?.parts.find((p) => p.part === 'packet' && p.name === packet.name);
  const good = predicting ? part?.right === true : packet.passed;
  // In a lab, and where something else was asked, how a packet ends is neither right nor wrong.
  const untold = !lab.built.kind || hidden || !loaded || (predicting && !part);
  const solved = lab.built.kind?.byPackets !== true || isSolved(lab, live.session);
  const was = hidden || !loaded ? null : wasEnded(live.session, index);
  return (
    <li class={`ft-packet ${untold ? '' : good ? 'ft-good' : 'ft-bad'}`}>
      <p class="ft-packet-name">
        <b class={`ft-envelope ${hidden || packet.end.arrived ? '' : 'ft-stopped'}`} aria-hidden="true">
          {index + 1}
        </b>
        <strong>{packet.name}</strong> <span class="ft-muted">{packet.route}</span>
      </p>
      {!hidden && (
        <>
          <p class="ft-ends">
            {say(
              predicting
                ? part
                  ? good
                    ? labels.predictedRight
                    : labels.predictedWrong
                  : labels.itEnded
                : !loaded
                  ? labels.withMistake
                  : !lab.built.kind
                    ? labels.ended
                    : good
                      ? labels.asItShould
                      : labels.endedWrong,
            )}{' '}
            <strong>{packet.ended}</strong>
            {!untold && !predicting && !good && <> ({say(labels.wanted, { what: packet.expected })})</>}.{' '}
            <span class="ft-decided">
              <Coded text={`It ${packet.end.decided}.`} />
            </span>
            {was !== null && (
              <>
                {' '}
                <span class="ft-was">{say(labels.was, { what: was })}</span>
              </>
            )}
          </p>
          {(predicting ? grade?.passed : packet.passed && packet.claimHolds && loaded && solved) && (
            <p class="ft-because">
              <Coded text={packet.because} />
            </p>
          )}
          <PacketWay {...props} packet={packet} index={index} />
        </>
      )}
    </li>
  );
};

/** Closed at first. Without scripts it opens on the text; with them the way is drawn when it is opened. */
const PacketWay = ({
  lab,
  live,
  packet,
  index,
}: KindProps & { readonly packet: PacketView; readonly index: number }) => {
  const details = useRef<HTMLDetailsElement>(null);
  const [alive, setAlive] = useState(false);
  const [opened, open] = useState<'start' | 'decision' | null>(null);
  useEffect(() => {
    setAlive(true);
    // It may have been opened before the script came.
    if (details.current!.open) {
      live.wake();
      open('start');
    }
  }, []);
  return (
    <details
      ref={details}
      onToggle={(e) => {
        if (e.target !== e.currentTarget) return;
        live.wake();
        const { open: isOpen, dataset } = e.currentTarget;
        open(isOpen ? (dataset['decides'] === undefined ? 'start' : 'decision') : null);
        delete dataset['decides'];
      }}
    >
      <summary>{say(labels.packetWay)}</summary>
      {opened ? (
        <WayOfLastRun
          engine={live.engine}
          index={index}
          name={packet.name}
          told={packet.told}
          from={opened === 'decision' ? opened : undefined}
        />
      ) : alive ? null : AsBuilt ? (
        <div>
          <AsBuilt lab={lab} index={index} />
        </div>
      ) : (
        // What was built stays as it is.
        <div dangerouslySetInnerHTML={{ __html: '' }} />
      )}
    </details>
  );
};

/** Follows the runs by itself: the packets around it are drawn again only when something of them has changed. */
const WayOfLastRun = ({ index, ...props }: Omit<WayProps, 'packets'> & { readonly index: number }) => {
  const run = useContext(LastRun);
  return <LazyWay packets={run === null ? null : packetKey(run, index)} {...props} />;
};
