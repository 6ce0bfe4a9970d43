/** The months and days as programs shorten them. */
export const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
const days = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'];
const two = (n: number): string => String(n).padStart(2, '0');

/** A time (ms) in UTC as C's ctime writes it: `Sat Nov  4 09:05:00 2023`. */
export const ctime = (now: number): string => {
  const t = new Date(now);
  const clock = [t.getUTCHours(), t.getUTCMinutes(), t.getUTCSeconds()].map(two).join(':');
  const day = String(t.getUTCDate()).padStart(2);
  return `${days[t.getUTCDay()]} ${months[t.getUTCMonth()]} ${day} ${clock} ${t.getUTCFullYear()}`;
};
