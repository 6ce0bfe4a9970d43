/** By what the way of a view's packet is asked for. */
export const packetKey = (run: number, index: number): string => `${run}.${index}`;
