/** What a word of a text means in its rule, and what a line means as a whole. */

import { explainRule } from '../netfilter/print/explain.ts';
import { sayLine } from '../netfilter/print/sayLine.ts';
import { matchRegistry, targetRegistry } from '../netfilter/registry.ts';
import type { Choice, Known } from './choice.ts';
import { commands } from './commands/index.ts';
import { isOther, verdictChoices } from './complete.ts';
import { coreOption, linePlace, loadedBy, optionsOf, tableAt } from './linePlace.ts';

/**
 * What the text under an offset means: a part of a rule in this rule, a word that begins no part the rule as a whole, in one
 * sentence. Where the rule cannot be read, what its words are for. Null where there is nothing to say.
 */
export const describe = (text: string, at: number, language: 'commands' | 'save'): Known | null => {
  const place = linePlace(text, at);
  const { line, start, from, before, words } = place;
  if (words.length === 0) return null;
  const whole = (info: string): Known | null =>
    info === '' ? null : { from: start, to: start + line.length, label: '', detail: '', info };
  if (language === 'commands' && isOther(words[0]))
    return whole(commands.isLoaded(words[0]!) ? commands.find(words[0]!)!.summary : '');
  if (language === 'save' && !/^[-[]/.test(line)) return whole(sayLine(line));
  const counters = language === 'save' ? (/^\[\d+:\d+\]\s+/.exec(line)?.[0].length ?? 0) : 0;
  const read = explainRule(line.slice(counters), language === 'save' ? { table: tableAt(text, place) } : {});
  if (read.ok) {
    const { parts, sentence } = read.explanation;
    const offset = at - start - counters;
    const part = parts.find((p) => p.at && p.at.from <= offset && offset <= p.at.to);
    if (!part?.at) return whole(sentence);
    const begins = start + counters;
    return {
      from: begins + part.at.from,
      to: begins + part.at.to,
      label: part.text,
      detail: '',
      info: part.means,
    };
  }
  const label = /^\S*/.exec(text.slice(from))![0];
  const known = (choice: Omit<Choice, 'label'> | undefined): Known | null =>
    choice ? { from, to: from + label.length, label, detail: choice.detail, info: choice.info } : null;
  const option = loadedBy(words)
    .flatMap(optionsOf)
    .find((o) => o.names.includes(label));
  if (option) return known({ detail: option.takes?.form ?? '', info: option.help });
  const core = coreOption(label);
  if (core) return known({ detail: core.form ?? '', info: core.help });
  const after = coreOption(before.at(-1) ?? '')?.key;
  if (after !== 'jump' && after !== 'match') return null;
  const verdict = after === 'jump' ? verdictChoices.find((v) => v.label === label) : undefined;
  const extension = (after === 'jump' ? targetRegistry : matchRegistry).find(label);
  return known(verdict ?? (extension && { detail: '', info: extension.summary }));
};
