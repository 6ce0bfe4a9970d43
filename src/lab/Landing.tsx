import { useState } from 'preact/hooks';
import type { World } from '../network/world.ts';
import { run } from '../shell/run.ts';

interface Props {
  readonly host: string;
  readonly world: World;
  readonly change: (world: World) => void;
}

interface Ran {
  readonly line: string;
  readonly text: string;
}

/** Where a learner lands without a container: a terminal of the page's own, on the same state. One line at a time, as plain text. */
export const Landing = ({ host, world, change }: Props) => {
  const [ran, setRan] = useState<readonly Ran[]>([]);
  const [line, setLine] = useState('');
  return (
    <form class="ft-landing" onSubmit={(e) => {
      e.preventDefault();
      const done = run(world, host, line);
      setRan([...ran.slice(-99), { line, text: (done.stdout + done.stderr).slice(-20_000) }]);
      setLine('');
      change(done.world);
    }}>
      <div class="ft-text" role="log" aria-label={`The terminal of ${host}`} tabIndex={0}>
        {ran.map((r, i) => <p key={i}><b>{host}#</b> {r.line}{'\n'}{r.text}</p>)}
      </div>
      <label>
        <span>{host}#</span>
        <input value={line} maxLength={20_000} spellcheck={false} autocapitalize="off" autocomplete="off" aria-label={`A command on ${host}`} onInput={(e) => setLine(e.currentTarget.value)} />
      </label>
      <button type="submit">Run</button>
    </form>
  );
};
