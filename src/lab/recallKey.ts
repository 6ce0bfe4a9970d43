/** The text that was kept under a name, by this tab if it kept or forgot one, else by the last; null where there is none. */
export const recallKey = (name: string): string | null => {
  try {
    const own = sessionStorage.getItem(name);
    return own === null ? localStorage.getItem(name) : (JSON.parse(own) as string | null);
  } catch {
    return null;
  }
};
