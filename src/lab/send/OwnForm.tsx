import { useEffect, useId, useRef, useState } from 'preact/hooks';
import type { Refused } from '../../course/ownPacket.ts';
import type { OwnPacket, Should } from '../../course/ownSteps.ts';
import * as labels from '../../labels/en.ts';
import { say } from '../../labels/say.ts';
import type { BuiltLab } from '../exercise/builtLab.ts';
import { Field } from './Field.tsx';

interface Props {
  readonly lab: BuiltLab;
  /** The simulator has run the lab's rules. */
  readonly ready: boolean;
  /** Sends it; what is refused comes back. Rejects where the simulator has no answer. */
  readonly send: (packet: OwnPacket) => Promise<Refused | null>;
  readonly close: () => void;
}

/** A packet to begin with: as the lab's first, or from another host to the one with the rules. */
const firstPacket = ({ lab, network }: BuiltLab): OwnPacket => {
  const { probe } = lab.packets[0] ?? {};
  const [to = '', port = ''] = (probe?.tcp ?? probe?.udp ?? probe?.ping ?? '').split(':');
  return {
    kind: 'packet',
    from: probe?.from ?? Object.keys(network.hosts).find((name) => name !== lab.host) ?? lab.host,
    protocol: probe?.udp ? 'udp' : probe?.ping ? 'ping' : 'tcp',
    to,
    port,
    flags: '',
    source: '',
    should: '',
  };
};

/** What a packet is made of. */
export const OwnForm = ({ lab, ready, send, close }: Props) => {
  const { hosts } = lab.network;
  const [packet, setPacket] = useState(() => firstPacket(lab));
  const [refused, refuse] = useState<Refused | null>(null);
  const [lost, lose] = useState(false);
  const [waits, wait] = useState(false);
  const form = useRef<HTMLFormElement>(null);
  const id = useId();
  useEffect(() => form.current!.querySelector('select')!.focus(), []);
  useEffect(() => {
    if (refused) form.current!.querySelector<HTMLElement>(`[name="${refused.field}"]`)?.focus();
  }, [refused]);
  // What is sent before the rules have run waits for them.
  useEffect(() => {
    if (!waits || !ready) return;
    wait(false);
    send({
      ...packet,
      ...(packet.protocol === 'ping' && { port: '' }),
      ...(packet.protocol !== 'tcp' && { flags: '' }),
    }).then(
      (why) => {
        refuse(why);
        // What was expected is of the packet that was sent, not of the next one.
        if (!why) setPacket((sent) => ({ ...sent, should: '' }));
      },
      () => lose(true),
    );
  }, [waits, ready]);
  const set = (change: Partial<OwnPacket>) => {
    setPacket({ ...packet, ...change });
    refuse(null);
  };
  const { protocol } = packet;
  const field = (name: Refused['field']) => ({
    name,
    value: packet[name],
    wrong: refused?.field === name ? refused.says : null,
    set: (value: string) => set({ [name]: value }),
  });
  const ports = new Set(
    Object.values(hosts).flatMap(({ listen = [] }) =>
      listen.map((l) => (typeof l === 'string' ? l.split('/')[1]! : String(l.tcp ?? l.udp))),
    ),
  );
  return (
    <form
      ref={form}
      class="ft-own-form"
      noValidate
      aria-label={say(labels.sendPacket)}
      onSubmit={(e) => {
        e.preventDefault();
        lose(false);
        wait(true);
      }}
      onKeyDown={(e) => {
        if (e.key !== 'Escape') return;
        // It closes the form alone, not the lab that covers the page.
        e.preventDefault();
        close();
      }}
    >
      <Field label={say(labels.ownFrom)} {...field('from')} choices={Object.keys(hosts)} />
      <Field label={say(labels.ownTo)} {...field('to')} listId={`${id}to`}>
        {Object.entries(hosts).flatMap(([name, { interfaces = {} }]) =>
          Object.entries(interfaces).flatMap(([device, { addresses = [] }]) =>
            addresses.map((address) => (
              <option key={address} value={address.split('/')[0]}>
                {name} {device}
              </option>
            )),
          ),
        )}
      </Field>
      <label>
        <span>{say(labels.ownProtocol)}</span>
        <select
          name="protocol"
          value={protocol}
          onChange={(e) => set({ protocol: e.currentTarget.value as OwnPacket['protocol'] })}
        >
          <option value="tcp">tcp</option>
          <option value="udp">udp</option>
          <option value="ping">ping</option>
        </select>
      </label>
      {protocol !== 'ping' && (
        <Field label={say(labels.ownPort)} {...field('port')} listId={`${id}port`} numeric>
          {[...ports].map((port) => (
            <option key={port} value={port} />
          ))}
        </Field>
      )}
      <label>
        <span>{say(labels.thisShould)}</span>
        <select value={packet.should} onChange={(e) => set({ should: e.currentTarget.value as Should | '' })}>
          <option value="">{say(labels.nothingExpected)}</option>
          <option value="arrive">{say(labels.shouldArrive)}</option>
          <option value="drop">{say(labels.shouldDrop)}</option>
          <option value="reject">{say(labels.shouldReject)}</option>
        </select>
      </label>
      <details open={refused?.field === 'flags' || refused?.field === 'source' || undefined}>
        <summary>{say(labels.ownMore)}</summary>
        {protocol === 'tcp' && (
          <Field label={say(labels.ownFlags)} {...field('flags')} listId={`${id}flags`}>
            {['SYN', 'SYN,ACK', 'ACK', 'FIN,ACK', 'RST', 'FIN,PSH,URG', 'NONE', 'ALL'].map((flags) => (
              <option key={flags} value={flags} />
            ))}
          </Field>
        )}
        <Field label={say(labels.ownSource)} {...field('source')} />
      </details>
      {lost && (
        <p class="ft-hint" role="alert">
          {say(labels.notSent)}
        </p>
      )}
      <p class="ft-own-acts">
        <button type="submit" class="ft-primary" aria-busy={waits}>
          {say(labels.send)}
        </button>
        <button type="button" onClick={close}>
          {say(labels.close)}
        </button>
      </p>
    </form>
  );
};
