import * as labels from '../../labels/en.ts';
import { say } from '../../labels/say.ts';
import type { BuiltLab } from '../exercise/builtLab.ts';
import { textOf } from '../exercise/session.ts';
import type { LiveLab } from '../exercise/useLab.ts';
import { keptOwn } from '../send/ownKept.ts';
import { lessonAddress } from './copyLink.ts';
import { copyOut } from './copyOut.ts';
import { reportText } from './reportText.ts';

/** What was written into a lab: its text, its lines at a terminal, or the answer as it is kept; and packets of the learner's own. */
const writtenIn = ({ session, engine }: LiveLab): string => {
  const { answer, typed } = session;
  const own = keptOwn(engine.name);
  const text = answer.kind === 'text' ? textOf(session) : JSON.stringify(answer);
  const lines = typed.map(({ line }) => line);
  const isTerminal = lines.length > 0 && answer.kind === 'text';
  return [...lines, ...(isTerminal ? [] : [text]), ...(own === null ? [] : [`# ${own}`])].join('\n');
};

/** What is selected in the page, and not in a report that was made before. */
const selected = (): string => {
  const selection = getSelection();
  const { anchorNode } = selection ?? {};
  const within = anchorNode instanceof Element ? anchorNode : anchorNode?.parentElement;
  return within?.closest('output, .ft-more') ? '' : `${selection ?? ''}`;
};

/**
 * Copies a report about the sentence that is selected, or that the lab's foot says, with what the lab has; without a lab, about a
 * sentence of the page. Nothing is sent.
 */
export const copyReport = async (button: Element, built?: BuiltLab, live?: LiveLab): Promise<void> => {
  const foot = button.closest('.ft-lab')?.querySelector('.ft-verdict')?.textContent ?? '';
  const text = reportText({
    page: lessonAddress(),
    sentence: selected() || foot,
    ...(built &&
      live && {
        lab: {
          id: built.lab.id,
          title: built.lab.title,
          seed: built.lab.seed ?? 0,
          written: writtenIn(live),
        },
      }),
  });
  await copyOut(button, text, say(labels.theReport), say(labels.pasteReport));
};
