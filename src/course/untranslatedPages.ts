/** Pages that every course has, and that are in its own language alone. */
export const untranslatedPages: readonly string[] = [
  '/',
  '/review/',
  '/progress/',
  '/explain/',
  '/terminal/',
  '/offline/',
  '/glossary/',
  '/cheat-sheet/',
  '/authors/reference/',
];
