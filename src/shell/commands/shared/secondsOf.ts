const units: Readonly<Record<string, number>> = { '': 1, s: 1, m: 60, h: 3600, d: 86_400 };

/** The seconds that `5`, `0.5s`, `2m`, `1h` and `1d` are; null for any other text. */
export const secondsOf = (text: string): number | null => {
  const [, number, unit] = /^((?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?)([smhd]?)$/.exec(text) ?? [];
  return number === undefined ? null : Number(number) * units[unit!]!;
};
