import type { ComponentProps } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import type { Terminal } from '../terminal/Terminal.tsx';

type Props = ComponentProps<typeof Terminal>;
type State = 'coming' | 'failed' | { readonly Terminal: typeof Terminal };

/** The page's own terminal, whose script comes when the full one has ended. If it does not come, the page says so. */
export const LazyTerminal = (props: Props) => {
  const [state, setState] = useState<State>('coming');
  const load = () => {
    setState('coming');
    import('../terminal/Terminal.tsx').then(
      ({ Terminal }) => setState({ Terminal }),
      () => setState('failed'),
    );
  };
  useEffect(load, []);
  if (state === 'coming') return <p class="ft-muted">The terminal is coming…</p>;
  if (state === 'failed')
    return (
      <p class="ft-hint" role="alert">
        The terminal could not be loaded. Nothing is lost: the lab is kept in this tab.{' '}
        <button type="button" onClick={load}>
          Try again
        </button>
      </p>
    );
  return <state.Terminal {...props} />;
};
