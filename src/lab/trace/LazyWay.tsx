import type { ComponentType } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import type { WayProps } from './Way.tsx';

type State = 'coming' | 'failed' | { readonly Way: ComponentType<WayProps> };

/** The way, whose script comes when one is first opened. If it does not come, the page says so. */
export const LazyWay = (props: WayProps) => {
  const [state, setState] = useState<State>('coming');
  const load = () => {
    setState('coming');
    import('./Way.tsx').then(
      ({ Way, styled }) => styled.then(() => setState({ Way })),
      () => setState('failed'),
    );
  };
  useEffect(load, []);
  if (state === 'coming') return <p class="ft-muted">Drawing the way…</p>;
  if (state === 'failed')
    return (
      <p class="ft-hint" role="alert">
        The picture could not be loaded. Nothing you wrote is lost.{' '}
        <button type="button" onClick={load}>
          Try again
        </button>
      </p>
    );
  return <state.Way {...props} />;
};
