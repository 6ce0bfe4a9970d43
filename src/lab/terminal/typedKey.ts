/**
 * What a terminal would be sent for a key that is pressed while its screen is still on its way: letters, Enter
 * and Backspace. Null for keys that wait for the screen, or are the browser's.
 */
export const typedKey = ({
  key,
  ctrlKey,
  altKey,
  metaKey,
}: Pick<KeyboardEvent, 'key' | 'ctrlKey' | 'altKey' | 'metaKey'>): string | null => {
  if (ctrlKey || altKey || metaKey) return null;
  if (key === 'Enter') return '\r';
  if (key === 'Backspace') return '\x7f';
  return [...key].length === 1 ? key : null;
};
