import type { StarlightExpressiveCodeOptions } from '@astrojs/starlight/expressive-code';
import { tokens } from '../lab/editor/tokens.ts';
import { type Theme, themeColours } from './theme-colours.ts';

/** A TextMate grammar for iptables commands and iptables-save text, made of the table the editor uses too. */
export const grammar = {
  name: 'iptables',
  scopeName: 'source.iptables',
  aliases: ['iptables-save'],
  patterns: tokens.map(({ kind, pattern }) => ({ name: `${kind}.iptables`, match: pattern })),
  repository: {},
};

const colours = themeColours();

const theme = (name: Theme) => {
  const of = (token: string): string => colours[name][token]!;
  return {
    name: `four-tables-${name}`,
    type: name,
    colors: { 'editor.background': of('raised'), 'editor.foreground': of('ink') },
    tokenColors: [
      ...[...new Map(tokens.map((token) => [token.kind, token.colour]))].map(([kind, colour]) => ({
        scope: `${kind}.iptables`,
        settings: { foreground: of(colour), ...(kind === 'comment' ? { fontStyle: 'italic' } : {}) },
      })),
      { scope: ['comment'], settings: { foreground: of('muted'), fontStyle: 'italic' } },
      { scope: ['string', 'entity.other.attribute-name'], settings: { foreground: of('accept') } },
      { scope: ['keyword', 'storage', 'entity.name.tag'], settings: { foreground: of('accent') } },
      { scope: ['constant', 'support'], settings: { foreground: of('nat') } },
      { scope: ['entity.name', 'variable'], settings: { foreground: of('ink') } },
    ],
  };
};

/** How code blocks look: our two themes, flat frames, the grammar above. */
/** A line of a code block as it is rendered, as far as it is looked at here. */
type Rendered = {
  readonly children?: readonly Rendered[];
  readonly value?: string;
  readonly tagName?: string;
  properties?: Record<string, unknown>;
};

/** An option is never broken after its hyphen at the end of a line. */
const wholeOptions = {
  name: 'whole-options',
  hooks: {
    postprocessRenderedLine({ renderData }: { readonly renderData: { readonly lineAst: Rendered } }) {
      const visit = (node: Rendered): void => {
        if (
          node.tagName === 'span' &&
          node.children?.length === 1 &&
          node.children[0]!.value?.startsWith('-')
        )
          node.properties = { ...node.properties, 'data-whole': '' };
        else node.children?.forEach(visit);
      };
      visit(renderData.lineAst);
    },
  },
};

export const codeBlocks: StarlightExpressiveCodeOptions = {
  themes: [theme('dark'), theme('light')] as never,
  useStarlightUiThemeColors: false,
  // A rule that is cut off at the edge of a phone teaches nothing.
  defaultProps: { wrap: true },
  plugins: [wholeOptions as never],
  shiki: { langs: [grammar as never] },
  styleOverrides: {
    borderRadius: '3px',
    borderColor: 'var(--ft-line)',
    codeFontFamily: 'var(--ft-mono)',
    codeFontSize: '0.84375rem',
    codeLineHeight: '1.6',
    uiFontFamily: 'var(--ft-mono)',
    uiFontSize: '0.75rem',
    codeBackground: 'var(--ft-raised)',
    frames: {
      shadowColor: 'transparent',
      frameBoxShadowCssValue: 'none',
      terminalBackground: 'var(--ft-raised)',
      terminalTitlebarBackground: 'var(--ft-sunken)',
      terminalTitlebarBorderBottomColor: 'var(--ft-line)',
      terminalTitlebarDotsOpacity: '0',
      editorTabBarBackground: 'var(--ft-sunken)',
      editorActiveTabBackground: 'var(--ft-raised)',
      editorActiveTabIndicatorTopColor: 'transparent',
      editorActiveTabIndicatorBottomColor: 'transparent',
      editorTabBarBorderBottomColor: 'var(--ft-line)',
    },
  },
};
