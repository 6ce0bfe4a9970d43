/** What a page says of labs that were opened by a link. It comes only where there is something to say. */

import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import { type OwnStep, readSteps } from '../../course/ownSteps.ts';
import { readFragment } from '../../course/restorePoint.ts';
import * as labels from '../../labels/en.ts';
import { say } from '../../labels/say.ts';
import { seedOf } from '../learnerSeed.ts';
import { joinOwn } from '../send/ownKept.ts';
import { forgetEarlier, type Linked, linkedLabs, putBack, putIn } from './linked.ts';
import { unpack } from './pack.ts';

const sectionOf = (lab: string): HTMLElement | null =>
  document.querySelector<HTMLElement>(`[data-lab="${CSS.escape(lab)}"]`);

/** What a link has for a lab that is there must be of its form: an editor takes any text, all others take JSON. */
const isForLab = (section: HTMLElement, text: string): boolean => {
  if (section.querySelector('.ft-editor')) return true;
  try {
    const read = JSON.parse(text);
    return section.querySelector('.ft-terminal') ? Array.isArray(read.typed) : typeof read.kind === 'string';
  } catch {
    return false;
  }
};

const unpackSteps = async (own: string): Promise<readonly OwnStep[] | null> => {
  const text = await unpack(own);
  return text === null ? null : readSteps(text);
};

/** Something that could not be done, at a lab or above the text. */
interface Trouble {
  readonly lab: string | null;
  readonly says: string;
  readonly rules?: string;
}

/** Resolves when the whole page is there: this script may come while labs are still to arrive. */
const arrived = async (): Promise<void> => {
  if (document.readyState !== 'loading') return;
  await new Promise((done) => document.addEventListener('DOMContentLoaded', done, { once: true }));
};

/** Does what the page's address says, and gives what could not be done. Loads the page again where a lab has another text. */
const openLink = async (nameOf: (lab: string) => string): Promise<Trouble | null> => {
  const point = readFragment(location.hash);
  if (!point) return location.hash.startsWith('#lab=') ? { lab: null, says: say(labels.linkUnread) } : null;
  const { lab, data, own, seed } = point;
  const section = sectionOf(lab);
  if (!section)
    return {
      lab: null,
      says: say(labels.linkElsewhere, { lab: lab.slice(0, 60) }),
    };
  section.scrollIntoView();
  if (data === null && own === null) return null;
  const text = data === null ? null : await unpack(data);
  const steps = own === null ? [] : await unpackSteps(own);
  // All of it can be used, or nothing is.
  const takesOwn = own === null || section.querySelector('.ft-send, .ft-own') !== null;
  if ((data !== null && (text === null || !isForLab(section, text))) || !steps || !takesOwn)
    return { lab, says: say(labels.linkUnread) };
  const undo = joinOwn(nameOf(lab), steps);
  if (!undo) return { lab, says: say(labels.linkOwnNotKept) };
  if (text !== null && !putIn(lab, nameOf(lab), text, seed)) {
    undo();
    return {
      lab,
      says: say(labels.linkNotKept),
      rules: text,
    };
  }
  // Loaded again by hand, the page has what the learner wrote since.
  history.replaceState({ lab }, '', location.pathname + location.search);
  location.reload();
  return null;
};

interface Props {
  readonly page: string;
  /** Labs whose numbers vary, and the exercise that each is or is a step of, as `lessons/<name>/<id>`. */
  readonly varied: Readonly<Record<string, string>>;
}

export const LinkedLabs = ({ page, varied }: Props) => {
  const seedIn = (lab: string) => (Object.hasOwn(varied, lab) ? seedOf(varied[lab]!) : 0);
  const nameOf = (lab: string) => `${page}/${lab}${seedIn(lab) ? `~${seedIn(lab)}` : ''}`;
  const [labs, setLabs] = useState<Readonly<Record<string, Linked>>>({});
  const [trouble, setTrouble] = useState<Trouble | null>(null);
  const again = () => setLabs(linkedLabs());
  useEffect(() => {
    void arrived().then(async () => {
      again();
      const { lab } = (history.state ?? {}) as { readonly lab?: string };
      if (lab && !location.hash) sectionOf(lab)?.scrollIntoView();
      setTrouble(await openLink(nameOf));
    });
  }, []);
  return (
    <>
      {trouble && (
        <Note lab={trouble.lab}>
          <p>{trouble.says}</p>
          {trouble.rules !== undefined && <pre tabIndex={0}>{trouble.rules}</pre>}
        </Note>
      )}
      {Object.entries(labs).map(([lab, linked]) => (
        <Note key={lab} lab={lab}>
          <Opened
            lab={lab}
            id={nameOf(lab)}
            linked={linked}
            otherNumbers={(linked.seed ?? 0) !== seedIn(lab)}
            changed={again}
          />
        </Note>
      ))}
    </>
  );
};

/** A note before a lab; where it is rendered, if it is about none. */
const Note = ({
  lab,
  children,
}: {
  readonly lab: string | null;
  readonly children: preact.ComponentChildren;
}) => {
  const note = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    const section = lab === null ? null : sectionOf(lab);
    (section?.closest('astro-island') ?? section)?.before(note.current!);
  }, []);
  return (
    // Looks as the other note that a page puts between its parts (components/shell/LostScripts.astro).
    <div ref={note} class="script-lost ft-linked not-content" role="status">
      {children}
    </div>
  );
};

const firstLine = (text: string): string => {
  const line = text.split('\n').find((l) => l.trim() !== '' && !l.startsWith('#')) ?? text;
  return line.length > 40 ? `${line.slice(0, 40)}…` : line;
};

const Opened = ({
  lab,
  id,
  linked: { earlier },
  otherNumbers,
  changed,
}: {
  readonly lab: string;
  readonly id: string;
  readonly linked: Linked;
  readonly otherNumbers: boolean;
  readonly changed: () => void;
}) => (
  <>
    <p>
      {otherNumbers && `${say(labels.linkOtherNumbers)} `}
      {say(earlier.length === 0 ? labels.cameWithLink : labels.openedByLink)}
    </p>
    <p>
      {earlier.map((text) => (
        <button
          key={text}
          type="button"
          onClick={() => {
            putBack(lab, id, text);
            location.reload();
          }}
        >
          {say(labels.backTo)} {earlier.length === 1 ? say(labels.myOwnText) : <code>{firstLine(text)}</code>}
        </button>
      ))}{' '}
      <button
        type="button"
        onClick={() => {
          forgetEarlier(lab);
          changed();
        }}
      >
        {say(earlier.length === 0 ? labels.ok : labels.forgetEarlier)}
      </button>
    </p>
  </>
);
