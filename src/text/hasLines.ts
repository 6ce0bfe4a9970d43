/** Whether a text has a line that is neither empty nor a comment. */
export const hasLines = (text: string): boolean => /^\s*[^#\s]/m.test(text);
