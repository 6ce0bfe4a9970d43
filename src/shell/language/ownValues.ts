import type { Shell } from '../session.ts';
import { arrayOf, type Value } from './variables.ts';

/** What the shell's own parameters are worked out from. */
interface Source {
  readonly state: Shell;
  readonly line: number;
  readonly world: { readonly now: number };
  readonly jobs: ReadonlyMap<string, number>;
  random(): number;
}

/** The number of the shell's process, which is the same in each. */
const processNumber = '1000';

/** The value of a parameter that the shell makes itself; undefined where it is a variable like others. */
export const ownValue = (x: Source, name: string): Value | null | undefined => {
  const { state } = x;
  switch (name) {
    case '?':
      return String(state.status);
    case '#':
      return String(state.positional.length);
    case '$':
    case 'BASHPID':
      return processNumber;
    case '!':
      return [...x.jobs.keys()].at(-1) ?? null;
    case '-':
      return [...['e', 'f', 'h', 'u', 'x', 'B'].filter((o) => 'hB'.includes(o) || state.options.has(o))].join(
        '',
      );
    case '0':
      return state.name;
    case 'PWD':
      return state.cwd;
    case 'PIPESTATUS':
      return arrayOf(state.pipeStatus.map(String));
    case 'FUNCNAME':
      return state.frames.length === 0
        ? null
        : arrayOf([...state.frames.map((f) => f.name).reverse(), 'main']);
    case 'BASH_SOURCE':
      return state.name;
    case 'LINENO':
      return String(x.line);
    case 'RANDOM':
      return String(x.random());
    case 'EPOCHSECONDS':
      return String(Math.floor(x.world.now / 1000));
    case 'SECONDS':
      return String(Math.floor((x.world.now - state.began) / 1000));
    default:
      return /^\d+$/.test(name) ? (state.positional[Number(name) - 1] ?? null) : undefined;
  }
};
