/**
 * The words of iptables commands and iptables-save text, for colour. The editor (CodeMirror) and the
 * code blocks (a TextMate grammar) are both made of this one table.
 */
export interface Token {
  /** Unique; the editor's tag and the grammar's scope. */
  readonly kind: string;
  /**
   * A regular expression's source, for JavaScript and Oniguruma alike. Tried in order at each place; the
   * first wins.
   */
  readonly pattern: string;
  /** The `--ft-` colour it is set in. */
  readonly colour: string;
}

/** In the order they are tried. `^` is the start of a line. */
export const tokens: readonly Token[] = [
  { kind: 'comment', pattern: '^\\s*#.*$', colour: 'muted' },
  { kind: 'table', pattern: '^\\*\\w+|(?<=(?:^|\\s)-t )\\w+|(?<=(?:^|\\s)--table )\\w+', colour: 'nat' },
  { kind: 'commit', pattern: '^COMMIT\\b', colour: 'muted' },
  { kind: 'prompt', pattern: '^[$#] ', colour: 'muted' },
  {
    kind: 'command',
    pattern: '(?<![\\w-])ip6?tables(?:-(?:legacy|nft))?(?:-(?:save|restore))?(?![\\w-])',
    colour: 'ink',
  },
  { kind: 'counters', pattern: '\\[\\d+:\\d+\\]', colour: 'muted' },
  { kind: 'string', pattern: '"(?:[^"\\\\]|\\\\.)*"?|\'[^\']*\'?', colour: 'accept' },
  { kind: 'negation', pattern: '(?<![^\\s])!(?![^\\s])', colour: 'drop' },
  { kind: 'accept', pattern: '(?<![\\w-])ACCEPT(?![\\w-])', colour: 'accept' },
  { kind: 'drop', pattern: '(?<![\\w-])DROP(?![\\w-])', colour: 'drop' },
  { kind: 'reject', pattern: '(?<![\\w-])REJECT(?![\\w-])', colour: 'reject' },
  {
    kind: 'chain',
    pattern: '(?<![\\w-])(?:PREROUTING|INPUT|FORWARD|OUTPUT|POSTROUTING)(?![\\w-])',
    colour: 'filter',
  },
  { kind: 'target', pattern: '(?<=(?:^|\\s)(?:-j|-g|--jump|--goto) )[\\w-]+', colour: 'mangle' },
  { kind: 'option', pattern: '(?<![^\\s])--?[A-Za-z][\\w-]*', colour: 'accent' },
  {
    kind: 'address',
    pattern: '(?<![\\w.])\\d{1,3}(?:\\.\\d{1,3}){3}(?:/[\\d.]+)?(?::\\d+(?:-\\d+)?)?',
    colour: 'ink',
  },
  { kind: 'number', pattern: '(?<![\\w.-])(?:0x[0-9a-fA-F]+|\\d+)(?![\\w.])', colour: 'ink' },
];
