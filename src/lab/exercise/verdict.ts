/** What the strip of a lab says, as a function of its session. */
import type { PacketView } from '../../course/labView.ts';
import { longestLabText } from '../../course/longestLabText.ts';
import * as labels from '../../labels/en.ts';
import { say } from '../../labels/say.ts';
import { lineAt } from '../../text/lineAt.ts';
import type { BuiltLab } from './builtLab.ts';
import { isSolved, isStale, type Session, textOf } from './session.ts';

/** The count of a lab's packets, and one sentence. */
export interface Verdict {
  readonly tone: 'good' | 'bad' | 'neutral';
  /** `2 of 3 packets`. */
  readonly count: string;
  /** One sentence or two; what it has in backquotes is code, unless it quotes a message. */
  readonly says: string;
  /** It quotes a message, which has backquotes of its own. */
  readonly quotes?: boolean;
  /** The packet that it is about, by its index. */
  readonly packet: number | null;
}

/** Whether the rules in force are the learner's: saved text with a mistake loads nothing. */
export const isLoaded = ({ lab }: BuiltLab, { reported }: Session): boolean =>
  lab.language !== 'save' || reported.problems.length === 0;

/** How a packet ended before the learner's last change; null where that was the same. */
export const wasEnded = ({ before, view }: Session, index: number): string | null => {
  const [was, is] = [before.packets[index], view.packets[index]];
  return was === undefined || was.ended === is?.ended ? null : was.ended;
};

const packets = (n: number): string => (n === 1 ? '1 packet' : `${n} packets`);

/** The first line of a message that says something: a target’s own begins on the line after iptables’ name. */
const firstLine = (message: string): string =>
  /^(?:.*: ?\n)?.*/.exec(message.trim())![0].replace(/ ?\n/, ' ');

/** Where a packet is wrong: by what decided; and by how it looked, where only that is wrong. */
const sayWrong = ({ end, ended, expected }: PacketView, n: number): string =>
  `Packet ${n} ${ended.split(',')[0] === expected.split(',')[0] ? `ended: ${ended}` : end.decided}. Wanted: ${expected}.`;

/** Why it is solved: what became of the first packet that was wrong at first. */
const sayWhy = ({ built }: BuiltLab, { view }: Session): string => {
  const first = Math.max(
    0,
    built.view.packets.findIndex((p) => !p.passed),
  );
  const packet = view.packets[first]!;
  if (!packet.claimHolds) return `Packet ${first + 1} ${packet.end.decided}.`;
  return view.packets.length === 1 ? packet.because : `Packet ${first + 1}: ${packet.because}`;
};

/** What there is to say of a lab: first what keeps its rules from loading, then the first packet that is wrong. */
export const verdictOf = (lab: BuiltLab, session: Session): Verdict => {
  const { view, reported, grade } = session;
  const { kind } = lab.built;
  if (isStale(session))
    return { tone: 'neutral', count: packets(view.packets.length), says: say(labels.sending), packet: null };
  // Where nothing of a text is loaded, its packets are those of the rules from before.
  const judged = kind?.byPackets === true && isLoaded(lab, session);
  const right = view.packets.filter((p) => p.passed).length;
  const count = judged ? `${right} of ${packets(view.packets.length)}` : packets(view.packets.length);
  const checked = grade ? '✗ Not yet. ' : '';
  const [problem] = reported.problems;
  if (problem) {
    const text = textOf({ answer: reported.of });
    const line = lineAt(text, problem.from);
    const where =
      text === ''
        ? 'This does not load'
        : line === 'end'
          ? 'Something is missing at the end of the text'
          : `Line ${line} does not load`;
    const why =
      text.length > longestLabText
        ? `${problem.message}. ${problem.hint}`
        : `${where}: ${firstLine(problem.message)}`;
    const says = `${checked}${why}`;
    return { tone: 'bad', count, says, quotes: true, packet: null };
  }
  const untouched =
    !session.changes.includes('network', lab.built.startLines) &&
    (session.answer.kind === 'text'
      ? session.answer.text === lab.lab.start
      : JSON.stringify(session.answer) === JSON.stringify(kind?.answer));
  const changed = view.packets.findIndex((_, i) => wasEnded(session, i) !== null);
  if (!judged) {
    const n = view.packets.filter((_, i) => wasEnded(session, i) !== null).length;
    const says =
      n > 0
        ? n === 1
          ? `Packet ${changed + 1} now ends: ${view.packets[changed]!.ended}. Before: ${wasEnded(session, changed)}.`
          : `Your last change: ${n} of ${packets(view.packets.length)} end in another way.`
        : untouched || !session.written
          ? ''
          : 'Your last change: every packet ends as before.';
    return { tone: 'neutral', count, says, packet: changed < 0 ? null : changed };
  }
  if (isSolved(lab, session))
    return { tone: 'good', count, says: `${kind.right} ${sayWhy(lab, session)}`, packet: null };
  const wrong = view.packets.findIndex((p) => !p.passed);
  const packet = view.packets[wrong];
  if (!packet) return { tone: 'neutral', count, says: '', packet: null };
  if (untouched && !grade)
    return {
      tone: 'neutral',
      count,
      says: `To do: packet ${wrong + 1}. Now: ${packet.ended}. Wanted: ${packet.expected}.`,
      packet: wrong,
    };
  const says = `${checked}${sayWrong(packet, wrong + 1)}`;
  return { tone: 'bad', count, says, packet: wrong };
};
