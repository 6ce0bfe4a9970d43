import { type LongOptions, longGroup } from '../../../text/getopt.ts';
import type { Json } from '../../../text/json.ts';
import { type Parsed, parsed, refused } from '../../../text/problem.ts';
import type { Word } from '../../../text/words.ts';
import type {
  Given,
  GivenOption,
  Match,
  Option,
  OptionPlace,
  Options,
  RuleContext,
  Target,
} from '../../extension.ts';

const entryCache = new WeakMap<Options, readonly (readonly [string, Option])[]>();
const optionEntries = (options: Options) => {
  const made = entryCache.get(options) ?? (Object.entries(options) as [string, Option][]);
  entryCache.set(options, made);
  return made;
};

/** For getopt: the extension that an option is part of. */
export type ExtensionOwner = {
  readonly key: 'extension';
  readonly extension: Match | Target;
  readonly option: string;
};

const groupCache = new WeakMap<Match | Target, LongOptions<ExtensionOwner>>();

/** An extension's options for getopt. They are made once. */
export const optionsOf = (extension: Match | Target): LongOptions<ExtensionOwner> => {
  const made = groupCache.get(extension);
  if (made) return made;
  const list = optionEntries(extension.options).flatMap(([option, { names, takes, optional }]) => {
    const owner = { key: 'extension' as const, extension, option };
    return names.map((name) => ({
      name: name.slice(2),
      takes: takes && !optional ? ('required' as const) : ('none' as const),
      owner,
    }));
  });
  const group = longGroup(list);
  groupCache.set(extension, group);
  return group;
};

/** An extension that a command line has loaded, and the options it was given so far. */
export class LoadedExtension {
  readonly extension: Match | Target;
  /** Its name in the line. */
  readonly at: Word;
  /** What the real command prints on stderr and then goes on. */
  warning = '';
  #given: Record<string, GivenOption<unknown> | GivenOption<unknown>[]> = {};
  #count = 0;

  constructor(extension: Match | Target, at: Word) {
    this.extension = extension;
    this.at = at;
  }

  /**
   * Takes one option as it is written. Messages use the first of its names, as libxtables does. What the declaration
   * says about `!` and repeats is checked here.
   * Reference: libxtables/xtoptions.c, xtables_writtenparse.
   */
  take(
    key: string,
    argument: string | null,
    inverted: boolean,
    { protocol, hasSet }: Pick<OptionPlace, 'protocol' | 'hasSet'>,
  ): Parsed<true> {
    const option: Option = this.extension.options[key]!;
    const written = option.names[0].slice(2);
    const name = this.extension.name;
    const refusedAtOnce = option.atOnce && !option.valueFirst ? option.atOnce(this.#given, inverted) : null;
    if (refusedAtOnce) return refusedAtOnce;
    if (this.#given[key] !== undefined && !option.repeatable)
      return refused(
        option.twice ?? `${name}: option "--${written}" can only be used once.\n`,
        `Write ${option.names[0]} once. To match one of several values, give a list where it takes one, or add a second rule.`,
      );
    if (inverted && !option.invertible)
      return refused(
        option.notInverted ?? `${name}: option "--${written}" cannot be inverted.\n`,
        `Remove the !: ${option.names[0]} cannot be inverted.`,
      );
    if (option.words !== 2) this.warning += option.warns ?? '';
    let value: unknown = true;
    if (option.optional && argument === null) value = null;
    else if (option.takes) {
      const read = option.takes.parse(argument ?? '', {
        extension: name,
        option: written,
        protocol,
        ...(hasSet && { hasSet }),
      });
      if (!read.ok) return read;
      value = read.value;
      this.warning += read.warning ?? '';
    }
    const refusedThen = option.atOnce && option.valueFirst ? option.atOnce(this.#given, inverted) : null;
    if (refusedThen) return refusedThen;
    const given = { value, inverted, order: this.#count++ };
    if (option.repeatable) {
      const list = (this.#given[key] as GivenOption<unknown>[] | undefined) ?? [];
      this.#given[key] = [...list, given];
    } else this.#given[key] = given;
    return parsed(true);
  }

  /** The line has been read: the extension's own demand, what the declaration says across options, then its parse. */
  finish(context: RuleContext): Parsed<Json> {
    const { name, options } = this.extension;
    const demanded = this.extension.demand?.(this.#given as Given<Options>);
    if (typeof demanded === 'string') this.warning += demanded;
    else if (demanded) return demanded;
    for (const [key, option] of optionEntries(options)) {
      if (this.#given[key] === undefined) {
        if (option.required)
          return refused(
            `${name}: option "${option.names[0]}" must be specified\n`,
            `Add ${option.names[0]}: ${name} needs it.`,
          );
        continue;
      }
      for (const other of option.also ?? []) {
        if (this.#given[other] !== undefined) continue;
        const second = options[other]!.names[0];
        return refused(
          `${name}: option "${option.names[0]}" also requires "${second}".\n`,
          `Add ${second}: ${option.names[0]} needs it.`,
        );
      }
      for (const other of option.excludes ?? []) {
        if (this.#given[other] === undefined) continue;
        const second = options[other]!.names[0];
        return refused(
          `${name}: option "${option.names[0]}" cannot be used together with "${second}".\n`,
          `Use either ${option.names[0]} or ${second}, not both.`,
        );
      }
    }
    return this.extension.parse(this.#given as Given<Options>, context);
  }
}
