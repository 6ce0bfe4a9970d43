/** A number of things in words: `1 packet`, `2 packets`. */
export const counted = (n: number, one: string, many = `${one}s`): string => `${n} ${n === 1 ? one : many}`;
