/** What an embedded exercise tells the page around it, by postMessage. The authors' guide documents it. */
export type EmbedMessage = {
  /** The version of this form. */
  readonly fourTables: 1;
  /** The exercise's address below `/embed/`, in two parts. */
  readonly lesson: string;
  readonly exercise: string;
} & (
  | { readonly type: 'size' /** In CSS pixels. */; readonly height: number }
  | { readonly type: 'solved' /** It was solved before this page was opened. */; readonly earlier: boolean }
);

/** The parts of an embedded page's address: `masquerade-versus-snat` for `lessons/masquerade-versus-snat`. */
export const embedPath = (entry: string): string => entry.replace(/(^|\/)lessons\//, '$1');
