import type { RunEvent, RunRequest } from './runEvent.ts';

const runEvent: RunEvent = 'four-tables-run';

/** Milliseconds between two tries, while a lab's script is on its way, and until none is made. */
const again = 150;
const patience = 15_000;

const offer = (place: HTMLElement): void => {
  const { run = '', in: lab = '' } = place.dataset;
  const section = document.querySelector<HTMLElement>(`[data-lab="${CSS.escape(lab)}"]`);
  const says = place.querySelector<HTMLElement>('[role="status"]')!;
  if (!section) return;
  place.hidden = false;
  const [button, undo] = place.querySelectorAll('button');
  let takeBack = (): void => {};
  undo!.addEventListener('click', () => {
    takeBack();
    undo!.hidden = true;
    says.textContent = '';
    button!.focus();
  });
  button!.addEventListener('click', () => {
    section.querySelector('.ft-terminal, .ft-editor')?.scrollIntoView({ block: 'center' });
    const until = Date.now() + patience;
    const ask = () => {
      const detail: RunRequest = { commands: run, did: null, undo: null };
      section.dispatchEvent(new CustomEvent(runEvent, { detail }));
      if (detail.did === null && Date.now() < until) return void setTimeout(ask, again);
      says.textContent = says.dataset[detail.did ?? 'lost'] ?? '';
      if (detail.undo) takeBack = detail.undo;
      undo!.hidden = detail.undo === null;
    };
    ask();
  });
};

/** Shows the buttons that run a command of the prose in a lab, and has them do it. Without scripts they are not there. */
export const offerRuns = (): void => {
  for (const place of document.querySelectorAll<HTMLElement>('[data-run]')) offer(place);
};
