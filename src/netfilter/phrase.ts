/** What extensions add to the sentence about a rule; `print/sentence` puts it together. */

/** One end of what a rule's packets travel between, in words. */
export interface End {
  /** `port 80`, `ports 80 and 443`, `any port but 22`. */
  readonly ports?: string;
  /** The port, where it is one alone. */
  readonly port?: number;
  /** `10.0.0.0/8`, `an address in the ipset “office”`. */
  readonly address?: string;
}

/**
 * What a match says in the sentence about its rule (`print/sentence`), all of it about "packets" in the plural.
 * A match that asks several things returns several.
 */
export interface Phrase {
  /** In place of "packets": `pings`. */
  readonly are?: string;
  /** In place of "packets" and of `that`, where the rule says nothing else about them. */
  readonly alone?: string;
  /** They open connections. */
  readonly opens?: true;
  /** After "from" and "to". */
  readonly from?: End;
  readonly to?: End;
  /** After "packets that": `carry the mark 0x1`. */
  readonly that?: string;
  /** The rule is for packets to which `that`, or the one address in `from` and `to`, does not apply. */
  readonly not?: boolean;
  /** What besides the packet has to be so: `the source address was seen before`. */
  readonly when?: string;
  /** Which of several alike: `half`. */
  readonly share?: string;
  /** How often: `at most five a minute`. */
  readonly rate?: string;
  /** Which connection of an address: `a fourth simultaneous`, and where it comes from. */
  readonly nth?: { readonly which: string; readonly from: string };
  /** What the match itself does, `…` in place of the packets: `note the source address of … in a list`. */
  readonly does?: string;
  /** The same as a clause, for a rule that does something else besides: `their source address is noted`. */
  readonly done?: string;
  /** What to accept such packets means: `Answer …`. */
  readonly accept?: string;
}

/** What a target does, in the sentence about its rule: one of the first three. */
export interface Deed {
  /** With `…` in place of the packets: `Log …`. */
  readonly does?: string;
  /** After "the packets": `go to port 80 of 10.0.0.2`. */
  readonly they?: string;
  /** The whole sentence, without its full stop. */
  readonly whole?: string;
  /** What is added at the end, with its comma. */
  readonly after?: string;
  /** The next rule is looked at too. */
  readonly goesOn?: true;
  /** It acts on connections, whatever packet of them a rule is shown. */
  readonly connections?: true;
  /** It acts on the packet alone, and not on the later ones of its connection. */
  readonly packets?: true;
}
