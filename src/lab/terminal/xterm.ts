/**
 * The screen of every terminal: xterm.js in our colours. Loaded when a terminal is first wanted.
 */
import { Terminal } from '@xterm/xterm';
import sheet from '@xterm/xterm/css/xterm.css?inline';
import { cellsOf } from './cells.ts';

/** A screen on the page. */
export interface MountedTerminal {
  readonly size: Size;
  /** Resolves once it is drawn, so that a flood of text can wait for the screen. */
  write(text: string): Promise<void>;
  focus(): void;
  /** The text that is selected; empty where none is. */
  selection(): string;
  unmount(): void;
}

/** A screen's size, in cells. */
export interface Size {
  readonly columns: number;
  readonly rows: number;
}

/** What the screen tells, and how it is called for those who cannot see it. */
export interface Wiring {
  readonly label: string;
  readonly describedBy: string;
  /** Keys, as a terminal sends them. */
  data(text: string): void;
  paste(text: string): void;
  /** Whether Escape lets the next Tab leave; else Escape is sent, and only Shift+Tab leaves. */
  readonly escapeLeaves: boolean;
  /** Whether the screen itself is read out; else the page has a log of its own. */
  readonly screenReader: boolean;
  /** The screen has another size. */
  resized(size: Size): void;
}

const theme = (frame: HTMLElement) => {
  const style = getComputedStyle(frame);
  const colour = (name: string): string => style.getPropertyValue(`--ft-${name}`).trim();
  return {
    background: colour('paper'),
    foreground: colour('ink'),
    brightBlack: colour('muted'),
    cursor: colour('packet'),
    cursorAccent: colour('paper'),
    selectionBackground: `${colour('accent')}55`,
    overviewRulerBorder: colour('paper'),
    scrollbarSliderBackground: `${colour('muted')}66`,
    scrollbarSliderHoverBackground: `${colour('muted')}99`,
    scrollbarSliderActiveBackground: `${colour('muted')}bb`,
  };
};

const scrollbar = 8;

/** The columns and rows that fit a frame, by the cells as they are drawn; never too few to type in. */
const fitting = (frame: HTMLElement, term: Terminal): Size => {
  const drawn = frame.querySelector('.xterm-screen')!.getBoundingClientRect();
  if (drawn.width === 0 || drawn.height === 0) return { columns: term.cols, rows: term.rows };
  const style = getComputedStyle(frame);
  const inner = (whole: number, from: string, to: string): number =>
    whole - Number.parseFloat(from) - Number.parseFloat(to);
  const width = inner(frame.clientWidth, style.paddingLeft, style.paddingRight) - scrollbar;
  const height = inner(frame.clientHeight, style.paddingTop, style.paddingBottom);
  return {
    columns: Math.max(20, Math.floor((width * term.cols) / drawn.width)),
    rows: Math.max(6, Math.floor((height * term.rows) / drawn.height)),
  };
};

/** Puts a screen into a frame. Rejects where the browser cannot draw one. */
export const mountTerminal = async (frame: HTMLElement, wiring: Wiring): Promise<MountedTerminal> => {
  const { fontFamily, fontSize } = getComputedStyle(frame);
  // The cells are measured once: the font has to be there.
  await document.fonts.load(`${fontSize} ${fontFamily}`).catch(() => undefined);
  // With the screen comes its style sheet: pages without a terminal carry none of it.
  const style = document.createElement('style');
  style.textContent = sheet;
  frame.append(style);
  const term = new Terminal({
    allowProposedApi: true,
    screenReaderMode: wiring.screenReader,
    fontFamily,
    fontSize: Number.parseFloat(fontSize),
    lineHeight: 1.1,
    theme: theme(frame),
    scrollback: 2000,
    overviewRuler: { width: scrollbar },
    cursorBlink: false,
    macOptionIsMeta: true,
    tabStopWidth: 8,
  });
  // The screen counts cells as the one who places the cursor does.
  term.unicode.register({
    version: 'four-tables',
    wcwidth: cellsOf,
    charProperties: (code, preceding) => {
      const own = cellsOf(code);
      const joins = own === 0 && preceding !== 0;
      return ((joins ? Math.max(own, (preceding >> 1) & 3) : own) << 1) | Number(joins);
    },
  });
  term.unicode.activeVersion = 'four-tables';
  term.open(frame);
  const area = term.textarea!;
  area.setAttribute('aria-label', wiring.label);
  area.setAttribute('aria-describedby', wiring.describedBy);

  let leaving = false;
  term.attachCustomKeyEventHandler((e) => {
    if (e.type !== 'keydown') return true;
    if (e.key === 'Escape' && wiring.escapeLeaves) {
      leaving = true;
      wiring.data('\x1b');
      return false;
    }
    // The keyboard is not held here: the browser moves on.
    if (e.key === 'Tab' && (leaving || e.shiftKey)) return false;
    if (!['Shift', 'Control', 'Alt', 'Meta'].includes(e.key)) leaving = false;
    const command = (e.ctrlKey || e.metaKey) && !e.altKey;
    if (command && e.key.toLowerCase() === 'v') return false;
    if (command && e.key.toLowerCase() === 'c' && term.hasSelection()) return false;
    return true;
  });
  term.onData(wiring.data);
  const pasting = (e: ClipboardEvent) => {
    e.preventDefault();
    e.stopPropagation();
    wiring.paste(e.clipboardData?.getData('text/plain') ?? '');
  };
  frame.addEventListener('paste', pasting, true);

  const resize = (): boolean => {
    const { columns, rows } = fitting(frame, term);
    if (columns === term.cols && rows === term.rows) return false;
    term.resize(columns, rows);
    return true;
  };
  resize();
  const size = (): Size => ({ columns: term.cols, rows: term.rows });
  const resizing = new ResizeObserver(() => {
    if (resize()) wiring.resized(size());
  });
  resizing.observe(frame);
  const recolour = new MutationObserver(() => {
    term.options.theme = theme(frame);
  });
  recolour.observe(document.documentElement, { attributes: true, attributeFilter: ['data-theme'] });

  return {
    get size() {
      return size();
    },
    write: (text) => new Promise((drawn) => term.write(text, drawn)),
    focus: () => term.focus(),
    selection: () => term.getSelection(),
    unmount() {
      resizing.disconnect();
      recolour.disconnect();
      frame.removeEventListener('paste', pasting, true);
      term.dispose();
      style.remove();
    },
  };
};
