import * as labels from '../../labels/en.ts';
import { say } from '../../labels/say.ts';
import type { KindProps } from '../exercise/kindView.ts';

/** Buttons that copy a link to a lab with what is in it, and a report about what the lab says. */
export const Copies = ({ lab, live }: KindProps) => (
  <>
    {(['copyLink', 'copyReport'] as const).map((what) => (
      <button
        key={what}
        type="button"
        class={`ft-${what}`}
        onClick={({ currentTarget }) => live.later((part) => part[what](currentTarget, lab, live))}
      >
        {say(what === 'copyLink' ? labels.copyLink : labels.copyReport)}
      </button>
    ))}
  </>
);
