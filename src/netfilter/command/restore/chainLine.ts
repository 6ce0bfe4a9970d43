import { own } from '../../../text/own.ts';
import { suggest } from '../../../text/suggest.ts';
import { builtInChains } from '../../hookOrder.ts';
import type { Counter } from '../../types.ts';
import { refusalHints } from '../refusalHints.ts';
import { isVerdict } from '../verdicts.ts';
import type { RestoreState, TextLine } from './restoreState.ts';
import { readStrayLine } from './strayLine.ts';
import type { TableDraft } from './tableDraft.ts';

/** `:INPUT DROP [12:3456]`: the policy and counters of a built-in chain; `:mine - [0:0]` makes a chain. */
export const readChainLine = (state: RestoreState, draft: TableDraft, line: TextLine): void => {
  const [name = '', policy, counters = ''] = line.text
    .slice(1)
    .split(/[ \t]+/)
    .filter(Boolean);
  if (state.isGuess && own(draft.chains, name)?.policy && state.declaredHere.has(name)) {
    // A built-in chain a second time: the next table begins.
    state.close();
    return readStrayLine(state, line);
  }
  if (name === '')
    return state.refuse(line, `iptables-restore: line ${line.number} chain name invalid`, {
      hint: 'The chain’s name is missing after the colon.',
    });
  const checked = state.backend.declaredChainName(name);
  if (!checked.ok) return state.refuse(line, checked.message, { hint: checked.hint });
  state.declaredHere.add(name);
  const isBuiltIn = (builtInChains(draft.name) as readonly string[]).includes(name);
  if (!isBuiltIn && !declare(state, draft, line, name)) return;
  if (policy === undefined)
    return state.refuse(line, `iptables-restore: line ${line.number} policy invalid`, {
      hint: `The policy is missing. Write :${name} ACCEPT [0:0], or :${name} - [0:0] for a chain of your own.`,
    });
  readPolicy(state, draft, line, { name, isBuiltIn, policy, counters });
};

/** A chain of the user's. False where it cannot be made. */
const declare = (state: RestoreState, draft: TableDraft, line: TextLine, name: string): boolean => {
  state.declared.add(name);
  const exists = Object.hasOwn(draft.chains, name) && !state.options.noflush;
  if (!state.backend.resolvesJumpsAtCommit && (isVerdict(name) || exists)) {
    const hint = isVerdict(name)
      ? `${name} is a verdict and cannot be a chain. Choose another name.`
      : `The chain ${name} is declared twice. Delete one of the two lines.`;
    state.refuse(line, `error creating chain '${name}':File exists`, { hint });
    return false;
  }
  state.do(() => draft.declare(name));
  return true;
};

interface PolicyWords {
  readonly name: string;
  readonly isBuiltIn: boolean;
  readonly policy: string;
  /** `[12:3456]`, and whatever follows. */
  readonly counters: string;
}

const readPolicy = (
  state: RestoreState,
  draft: TableDraft,
  line: TextLine,
  { name, isBuiltIn, policy, counters }: PolicyWords,
): void => {
  const { backend, options } = state;
  const { loadsWholeTables } = backend;
  const isIgnored = isBuiltIn ? policy === '-' && loadsWholeTables : policy === '-' || !loadsWholeTables;
  if (isIgnored) return;
  const counted = /^\[\s*([-+]?\d+):\s*([-+]?\d+)/.exec(counters);
  if (options.counters && !counted)
    return state.refuse(line, `invalid policy counters for chain '${name}'`, {
      hint: 'Packets and bytes are missing after the policy. Add [0:0].',
      replacement: `${line.text} [0:0]`,
    });
  if (!isBuiltIn || !isPolicy(policy)) {
    const why = isBuiltIn ? 'Bad policy name' : 'Bad built-in chain name';
    const message = backend.policyLineFailed(policy, name, line.number, why);
    const mistake = isBuiltIn ? badPolicy(draft, line, name, policy) : noBuiltIn(draft, line, name);
    return state.do(() => state.fail(line, mistake, message));
  }
  const counter: Counter | null =
    counted && options.counters ? { packets: Number(counted[1]), bytes: Number(counted[2]) } : null;
  state.do(() => draft.setPolicy(name, policy, counter));
};

type Mistake = { readonly hint: string; readonly replacement?: string };

const badPolicy = (draft: TableDraft, line: TextLine, chain: string, policy: string): Mistake => {
  // A restored text may give DROP to chains of nat too.
  const written = { table: draft.name, chain, policy, chains: draft.chains };
  const { hint, replacement } = refusalHints.get().policyHint({ ...written, allowed: ['ACCEPT', 'DROP'] });
  if (replacement === undefined) return { hint };
  const at = line.text.indexOf(policy, line.text.indexOf(chain) + chain.length);
  return { hint, replacement: line.text.slice(0, at) + replacement + line.text.slice(at + policy.length) };
};

const noBuiltIn = (draft: TableDraft, line: TextLine, name: string): Mistake => {
  const near = suggest(name, builtInChains(draft.name));
  return near
    ? {
        hint: `There is no built-in chain ${name}. Did you mean ${near}?`,
        replacement: line.text.replace(name, near),
      }
    : { hint: `Only built-in chains have a policy. Write :${name} - [0:0].` };
};

const isPolicy = (text: string): text is 'ACCEPT' | 'DROP' | '-' => ['ACCEPT', 'DROP', '-'].includes(text);
