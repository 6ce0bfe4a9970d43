import type { Span, Word } from '../../../text/words.ts';
import type { ErrorReporter } from './parseError.ts';
import type { RuleParts } from './ruleParts.ts';

/** One `-s` or `-d` as it is written. */
interface AddressOption {
  readonly key: 'source' | 'destination';
  readonly word: Word;
  readonly inverted: boolean;
  /** The option with its `!` and its value. */
  readonly span: Span;
}

/** The most rules that one line may become. */
const mostRules = 65_536;

/**
 * `-s` and `-d`. iptables reads addresses when everything else has been checked, so other mistakes are reported
 * first. Reference: iptables/xshared.c, ipv4_post_parse.
 */
export class AddressOptions {
  readonly #options: AddressOption[] = [];

  add(option: AddressOption): void {
    this.#options.push(option);
  }

  /** The option that took another option for its address, where there is one before this word. */
  withoutAddress(before: Word): Span | null {
    const found = this.#options.find(({ word }) => word.to < before.from && /^[-!]/.test(word.text));
    return found?.span ?? null;
  }

  /** Reads them into the rule. `whole` is the line. */
  read(parts: RuleParts, report: ErrorReporter, whole: Span, program: string, isReplace: boolean): void {
    // The source is read first, even if it is written last.
    for (const key of ['source', 'destination'] as const)
      for (const option of this.#options.filter((o) => o.key === key)) {
        const read = parts.take(key, option.word.text, option.inverted);
        if (!read.ok) throw report.refused(read, option.span);
      }
    const rules = parts.sources.length * parts.destinations.length;
    if (rules > mostRules)
      throw report.error(
        1,
        `${program}: Memory allocation problem.`,
        whole,
        `These lists would become ${rules} rules, and a line can make at most ${mostRules}. Use an ipset instead.`,
      );
    if (parts.sources.length <= 1 && parts.destinations.length <= 1) return;
    const inverted = this.#options.find((o) => o.inverted);
    if (inverted)
      throw report.mistake(
        '! not allowed with multiple source or destination IP addresses',
        inverted.span,
        'A list becomes one rule for each address, and every packet matches one of two rules that say "not this address". Make a chain that RETURNs for each address.',
      );
    if (isReplace)
      throw report.mistake(
        'Replacement rule does not specify a unique address',
        whole,
        'A list becomes several rules, and -R replaces one. Give one address.',
      );
  }
}
