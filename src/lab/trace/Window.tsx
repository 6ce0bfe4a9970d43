import type { ComponentChildren } from 'preact';
import { useState } from 'preact/hooks';
import { grouped } from '../../text/grouped.ts';

const page = 50;

/**
 * A long list of which only a part is made: a stretch around `current`, and more of it when asked for. Give
 * it a `key` that names the list.
 */
export const Window = ({
  count,
  current,
  around,
  items,
  children,
}: {
  readonly count: number;
  readonly current: number;
  readonly around: number;
  /** `rules`, `steps`. */
  readonly items: string;
  readonly children: (index: number) => ComponentChildren;
}) => {
  const [more, show] = useState({ before: 0, after: 0 });
  const from = Math.max(0, current - around - more.before);
  const to = Math.min(count, current + around + 1 + more.after);
  const rest = (left: number, where: string, change: { readonly before: number; readonly after: number }) =>
    left > 0 && (
      <li class="ft-more">
        <button type="button" onClick={() => show(change)}>
          {grouped(left)} {items} {where}; show {left > page ? `${page} of them` : 'them'}
        </button>
      </li>
    );
  return (
    <>
      {rest(from, 'before these', { ...more, before: more.before + page })}
      {Array.from({ length: to - from }, (_, i) => children(from + i))}
      {rest(count - to, 'after these', { ...more, after: more.after + page })}
    </>
  );
};
