// An empty text is left out: Preact would write it into the page at each rendering, which is a layout and a frame.

/**
 * A lesson's sentence: what it has in backquotes is code. A rule that begins with its table has the table's colour. Where it
 * quotes a message, the backquotes are the message's own, and nothing is code.
 */
export const Coded = ({ text, quotes }: { readonly text: string; readonly quotes?: boolean | undefined }) => {
  const parts = quotes ? [text] : text.split('`');
  return (
    <>
      {parts.map((part, i) =>
        // A backquote without a second one stays what it is.
        i % 2 === 0 ? (
          part || null
        ) : i === parts.length - 1 ? (
          `\`${part}`
        ) : (
          <code key={part} data-table={/^(raw|mangle|nat|filter) [A-Z]/.exec(part)?.[1]}>
            <Whole text={part} />
          </code>
        ),
      )}
    </>
  );
};

/** A rule, or other code: no option is broken after its hyphens at the end of a line. Longer ones may be wider than a phone. */
export const Whole = ({ text }: { readonly text: string }) => (
  <>
    {text.split(/((?<!\S)-\S{1,23}(?!\S))/).map((part, i) =>
      i % 2 === 0 ? (
        part || null
      ) : (
        <span key={i} data-whole>
          {part}
        </span>
      ),
    )}
  </>
);

/** What says which rules decided, with each rule in backquotes. */
export const rulesCoded = (says: string): string => says.replace(/(?<= decided[^:\n]*: )-A .*/g, '`$&`');

/** The same where code cannot be marked. */
export const uncoded = (text: string): string => text.replaceAll('`', '');
