import type { KindProps } from './kindView.ts';

/** What iptables says of an answer that is no editor's text, once the learner has paused. */
export const Refused = ({ live: { session } }: KindProps) => {
  const { problems, of } = session.reported;
  const now = of === session.answer ? problems.slice(0, 20) : [];
  return (
    <ul class="ft-problems">
      {now.map((p, i) => (
        <li key={i}>
          <pre>{p.message}</pre>
          <p>{p.hint}</p>
        </li>
      ))}
    </ul>
  );
};
