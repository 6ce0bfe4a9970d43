/** `%{http_code}` and its like. Gives the first that is not known here. */
export const writeOut = (
  format: string,
  values: Readonly<Record<string, string>>,
): { readonly text: string; readonly unknown: string | null } => {
  let unknown: string | null = null;
  const text = format
    .replace(/\\([nrt])/g, (_, c: string) => ({ n: '\n', r: '\r', t: '\t' })[c]!)
    .replace(/%\{([^}]*)\}/g, (_, key: string) => {
      if (!Object.hasOwn(values, key)) unknown ??= key;
      return values[key] ?? '';
    });
  return { text: text.replaceAll('%%', '%'), unknown };
};
