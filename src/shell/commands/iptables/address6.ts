/** An IPv6 network as ip6tables prints it, `fe80::/10`; null where a text is none. Reference: RFC 5952 */
export const parseNetwork6 = (text: string): string | null => {
  const slash = text.indexOf('/');
  const groups = parseAddress6(slash < 0 ? text : text.slice(0, slash));
  const length =
    slash < 0 ? 128 : /^\d{1,3}$/.test(text.slice(slash + 1)) ? Number(text.slice(slash + 1)) : 999;
  if (groups === null || length > 128) return null;
  const kept = groups.map((group, i) => {
    const bits = Math.max(0, Math.min(16, length - i * 16));
    return group & (0xffff << (16 - bits)) & 0xffff;
  });
  return `${printAddress6(kept)}/${length}`;
};

const parseAddress6 = (text: string): readonly number[] | null => {
  const four = /^(.*:)(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})$/.exec(text);
  if (four) {
    const bytes = four.slice(2).map(Number);
    if (bytes.some((byte) => byte > 255)) return null;
    const [a, b, c, d] = bytes as [number, number, number, number];
    return parseAddress6(`${four[1]}${(a * 256 + b).toString(16)}:${(c * 256 + d).toString(16)}`);
  }
  const halves = text.split('::');
  if (halves.length > 2) return null;
  const [left = [], right] = halves.map((half) => (half === '' ? [] : half.split(':')));
  const all = [...left, ...(right ?? [])];
  if (!all.every((group) => /^[\da-f]{1,4}$/i.test(group))) return null;
  if (right === undefined ? all.length !== 8 : all.length > 7) return null;
  const zeros = Array.from({ length: 8 - all.length }, () => '0');
  return [...left, ...zeros, ...(right ?? [])].map((group) => Number.parseInt(group, 16));
};

/** The longest run of two or more zeros is `::`. */
const printAddress6 = (groups: readonly number[]): string => {
  let best = { at: -1, length: 1 };
  for (let at = 0; at < 8; at++) {
    let length = 0;
    while (groups[at + length] === 0) length++;
    if (length > best.length) best = { at, length };
  }
  const hex = (some: readonly number[]) => some.map((group) => group.toString(16)).join(':');
  return best.at < 0
    ? hex(groups)
    : `${hex(groups.slice(0, best.at))}::${hex(groups.slice(best.at + best.length))}`;
};
