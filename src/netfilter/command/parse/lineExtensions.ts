import type { LongOptions, WordReader } from '../../../text/getopt.ts';
import type { Word } from '../../../text/words.ts';
import type { Match, OptionPlace, RuleContext, Target } from '../../extension.ts';
import { findMatch, matchRegistry } from '../../registry.ts';
import type { ProtocolMatch, Use } from '../../types.ts';
import { protocolName } from '../../values/protocol.ts';
import { type CoreOption, longOptions } from '../coreOptions.ts';
import { type ExtensionOwner, LoadedExtension, optionsOf } from './loadedExtension.ts';
import type { ErrorReporter } from './parseError.ts';

/** Whose an option is: iptables' own, or an extension's. */
export type OptionOwner = CoreOption | ExtensionOwner;

/** The extensions that a line has loaded so far, in its order. */
export class LineExtensions {
  readonly matches: LoadedExtension[] = [];
  target: LoadedExtension | null = null;
  /** The long options known at this point. Of two extensions with one option the one loaded last gets it. */
  longOptions: readonly LongOptions<OptionOwner>[] = [longOptions];
  readonly #report: ErrorReporter;
  readonly #loaded = new Map<Match | Target, LoadedExtension>();
  #hasTriedProtocol = false;

  constructor(report: ErrorReporter) {
    this.#report = report;
  }

  /**
   * The extensions that `-h` is about: the target, and the matches in their order, or that of the protocol if there are
   * none. Reference: iptables/xtables.c, print_extension_helps
   */
  helped(target: string | null, protocol: string | undefined): readonly string[] {
    const matches = this.matches.map((m) => m.extension.name);
    const ofProtocol = protocol !== undefined && matchRegistry.has(protocol) ? [protocol] : [];
    return [...(target === null ? [] : [target]), ...(matches.length ? matches : ofProtocol)];
  }

  /** `-m NAME` or `-j NAME`; `at` is the name. */
  load(extension: Match | Target, at: Word): void {
    const { absent, name, kind } = extension;
    const warning = `Warning: Extension ${name} revision 0 not supported, missing kernel module?\n`;
    if (absent && !this.#report.warnings.includes(warning)) this.#report.warnings += warning;
    const loaded = new LoadedExtension(extension, at);
    this.longOptions = [longOptions, optionsOf(extension), ...this.longOptions.slice(1)];
    this.#loaded.set(extension, loaded);
    if (kind === 'match') this.matches.push(loaded);
    else this.target = loaded;
  }

  /**
   * `-p tcp --dport 22`: the first option that nothing knows loads the match of the protocol. True where it did, and
   * the option is to be read again. `at` is the protocol's word.
   */
  loadProtocolMatch(protocol: ProtocolMatch | null, at: Word | undefined): boolean {
    if (this.#hasTriedProtocol || protocol === null || at === undefined) return false;
    const match = findMatch(protocolName(protocol.number));
    if (!match) return false;
    this.#hasTriedProtocol = true;
    if (!this.matches.some((m) => m.extension.name === match.name)) this.load(match, at);
    return true;
  }

  /** One option of an extension. An argument that getopt knows nothing of is read from `reader`. */
  takeOption(
    owner: ExtensionOwner,
    at: Word,
    argument: Word | null,
    inverted: boolean,
    reader: WordReader<OptionOwner>,
    known: Pick<OptionPlace, 'protocol' | 'hasSet'>,
  ): void {
    const loaded = this.#loaded.get(owner.extension)!;
    const option = owner.extension.options[owner.option]!;
    let text = argument?.text ?? null;
    let { to } = argument ?? at;
    if (option.optional && text === null && reader.peek && !/^[-!]/.test(reader.peek.text))
      text = reader.take().text;
    if (option.words === 2) {
      // The extension reads such an option itself, and its warning comes before any mistake in it.
      this.#report.warnings += option.warns ?? '';
      const next = reader.peek;
      if (next === null || /^[-!]/.test(next.text)) {
        const [name] = option.names;
        const form = option.takes?.form ?? '';
        const message = option.second ?? `${name} requires two args.`;
        throw this.#report.mistake(message, at, `Write two words after ${name}: ${form}.`);
      }
      text = `${text}\0${next.text}`;
      ({ to } = reader.take());
    }
    const taken = loaded.take(owner.option, text, inverted, known);
    this.#moveWarning(loaded);
    if (taken.ok) return;
    const place = taken.replacement === undefined ? { from: at.from, to } : (argument ?? at);
    throw this.#report.refused(taken, place);
  }

  /** The line has been read: what an extension makes of its options. */
  finish(loaded: LoadedExtension, context: RuleContext): Use {
    const data = loaded.finish(context);
    this.#moveWarning(loaded);
    if (!data.ok) throw this.#report.refused(data, loaded.at);
    return { name: loaded.extension.name, data: data.value };
  }

  #moveWarning(loaded: LoadedExtension): void {
    this.#report.warnings += loaded.warning;
    loaded.warning = '';
  }
}
