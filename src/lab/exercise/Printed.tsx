/** A command and what it prints, to be folded away. */
export const Printed = ({ command, text }: { readonly command: string; readonly text: string }) => (
  <details open>
    <summary>
      <code>{command}</code>
    </summary>
    <pre class="ft-text" tabIndex={0} role="group" aria-label={`What ${command} prints`}>
      {text === '' ? '(prints nothing)' : text}
    </pre>
  </details>
);
