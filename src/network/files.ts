/**
 * A file or a folder. `changed` is when, in milliseconds of the virtual clock; `executable` is what `chmod +x`
 * makes of a file.
 */
export type FileEntry =
  | { readonly kind: 'file'; readonly text: string; readonly changed: number; readonly executable?: true }
  | { readonly kind: 'folder'; readonly changed: number };

/** Every file and folder of a host by its whole path, `/etc/iptables/rules.v4`; the root is `/`. */
export type Files = Readonly<Record<string, FileEntry>>;
