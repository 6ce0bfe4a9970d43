/** A lesson's sentence: what it has in backquotes is code. A rule that begins with its table has the table's colour. */
export const Coded = ({ text }: { readonly text: string }) => {
  const parts = text.split('`');
  return (
    <>
      {parts.map((part, i) =>
        // A backquote without a second one stays what it is.
        i % 2 === 0 ? (
          part
        ) : i === parts.length - 1 ? (
          `\`${part}`
        ) : (
          <code key={part} data-table={/^(raw|mangle|nat|filter) [A-Z]/.exec(part)?.[1]}>
            {part}
          </code>
        ),
      )}
    </>
  );
};

/** The same where code cannot be marked. */
export const uncoded = (text: string): string => text.replaceAll('`', '');
