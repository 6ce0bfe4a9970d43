/**
 * What a real machine made of a lesson: a file of content/recorded/, named after the lesson. It is about a lab or listing as
 * long as the same is run there; for one that has changed since, it says nothing.
 */
import { byName, type Form, group, list, misfits, optional, text } from './form.ts';
import { fingerprintOf, type Replayed } from './replays.ts';

/** What one replay saw. Long texts are there as their fingerprints. */
export interface Seen {
  /** How each packet ended, at which host, and from which address. */
  readonly packets?: readonly string[];
  /** What each text and command printed that printed anything, by the number of its step. */
  readonly printed?: Readonly<Record<string, string>>;
  /** The rules and counters of each host in the end, and the connections it remembers. */
  readonly hosts?: Readonly<Record<string, string>>;
}

/** What was recorded of a lab or a listing. */
export interface RecordedItem {
  /** The fingerprint of what was run. */
  readonly of: string;
  /** By the replay's name. */
  readonly saw: Readonly<Record<string, Seen>>;
}

/** A lesson's recording. */
export interface Recording {
  /** The kernel's version and that of iptables: `6.18`, `1.8.9`. */
  readonly linux: string;
  readonly iptables: string;
  /** The day: `2026-11-29`. */
  readonly date: string;
  readonly items: Readonly<Record<string, RecordedItem>>;
}

const form: Form<Recording> = group<Recording>({
  linux: text,
  iptables: text,
  date: text,
  items: byName(
    group<RecordedItem>({
      of: text,
      saw: byName(
        group<Seen>({
          packets: optional(list(text)),
          printed: optional(byName(text)),
          hosts: optional(byName(text)),
        }),
      ),
    }),
  ),
});

/** A recording out of a file's text, or what is wrong with the file. */
export const readRecording = (
  source: string,
):
  | { readonly ok: true; readonly recording: Recording }
  | { readonly ok: false; readonly message: string } => {
  let value: unknown;
  try {
    value = JSON.parse(source);
  } catch (error) {
    return { ok: false, message: `this recording is no JSON: ${(error as Error).message}` };
  }
  const [wrong] = misfits(form, value);
  if (wrong) return { ok: false, message: `this recording is damaged: ${wrong.message}` };
  const recording = value as Recording;
  return /^\d{4}-\d\d-\d\d$/.test(recording.date)
    ? { ok: true, recording }
    : { ok: false, message: `this recording is damaged: ${recording.date} is no day` };
};

/** Whether a recording is about a lab or listing as it is now, about one that has changed, or about none of that name. */
export const stateOf = (recording: Recording | null, replayed: Replayed): 'same' | 'older' | 'missing' => {
  const item = recording && Object.hasOwn(recording.items, replayed.name) && recording.items[replayed.name];
  if (!item) return 'missing';
  return item.of === fingerprintOf(replayed) ? 'same' : 'older';
};

/** The small print below a lab or listing; null where there is nothing to say. */
export const sayRecorded = (recording: Recording | null, replayed: Replayed): string | null =>
  recording && stateOf(recording, replayed) === 'same'
    ? `same on Linux ${recording.linux}, iptables ${recording.iptables}, recorded ${recording.date}`
    : null;
