/**
 * Reads a number at the beginning of a text as strtod(3) does: decimal or hexadecimal, with or without an exponent,
 * `inf` and `nan`. `rest` is what follows. Null without a number.
 */
export const readFloat = (text: string): { readonly value: number; readonly rest: string } | null => {
  const found =
    /^\s*([-+]?)(?:(0x(?:[\da-f]+\.?[\da-f]*|\.[\da-f]+)(?:p[-+]?\d+)?)|((?:\d+\.?\d*|\.\d+)(?:e[-+]?\d+)?)|(inf(?:inity)?)|nan(?:\(\w*\))?)/i.exec(
      text,
    );
  if (!found) return null;
  const [all, sign, hex, decimal, infinite] = found;
  const size = hex
    ? readHex(hex)
    : decimal
      ? Number(decimal)
      : infinite
        ? Number.POSITIVE_INFINITY
        : Number.NaN;
  return { value: sign === '-' ? -size : size, rest: text.slice(all.length) };
};

const readHex = (text: string): number => {
  const [digits = '', exponent = '0'] = text.slice(2).toLowerCase().split('p');
  const [whole = '', fraction = ''] = digits.split('.');
  return (
    (Number.parseInt(`0${whole}`, 16) + Number.parseInt(`0${fraction}`, 16) / 16 ** fraction.length) *
    2 ** Number(exponent)
  );
};
