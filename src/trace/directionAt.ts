import type { Event } from '../network/trace.ts';

/**
 * Which way a packet goes within its connection, as the machine found out last; null where it has not looked.
 */
export const directionAt = (events: readonly Event[], index: number): 'original' | 'reply' | null => {
  for (let i = index; i >= 0; i--) {
    const event = events[i]!;
    if (event.kind === 'tracked') return event.connection.direction;
    if (event.kind === 'wire') return null;
  }
  return null;
};
