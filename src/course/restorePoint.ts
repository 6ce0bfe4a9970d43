/**
 * A link that opens a lab with what is in it: `#lab=open-the-door&text=…`. A fragment is never sent to a server. The text
 * is compressed with zlib, whose checksum tells when a link was cut off or changed on its way.
 */

/** What the fragment of such a link says. */
export interface RestorePoint {
  /** The lab's id. */
  readonly lab: string;
  /** What is kept of the lab, compressed, in base64url; null where the lab is as its author wrote it. */
  readonly data: string | null;
  /** Packets of the sender's own, compressed in the same way; null where there are none. */
  readonly own: string | null;
  /** The numbers that the text was written with; 0 for those in the lesson. */
  readonly seed: number;
}

/** The longest text that a link opens, in bytes. */
export const longestText = 500_000;

/** The fragment of a link. */
export const fragmentOf = ({ lab, data, own, seed }: RestorePoint): string =>
  `#lab=${encodeURIComponent(lab)}${data === null ? '' : `&text=${data}`}${own === null ? '' : `&own=${own}`}${seed === 0 ? '' : `&seed=${seed}`}`;

/** Reads a fragment; null where it is another one. */
export const readFragment = (fragment: string): RestorePoint | null => {
  const fields = new Map<string, string>();
  for (const field of fragment.replace(/^#/, '').split('&')) {
    const [, name, value] = /^(\w+)=(.*)$/s.exec(field) ?? [];
    if (name !== undefined) fields.set(name, value!);
  }
  const lab = fields.get('lab');
  if (lab === undefined || !/^[\w.%-]+$/.test(lab)) return null;
  return {
    lab: decoded(lab),
    data: fields.get('text') ?? null,
    own: fields.get('own') ?? null,
    seed: Number(/^\d{1,4}$/.exec(fields.get('seed') ?? '')?.[0] ?? 0),
  };
};

const decoded = (text: string): string => {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
};
