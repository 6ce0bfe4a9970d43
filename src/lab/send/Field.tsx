import type { ComponentChildren } from 'preact';
import { useId } from 'preact/hooks';

interface Props {
  readonly label: string;
  readonly name: string;
  readonly value: string;
  /** What is wrong with it, in a sentence. */
  readonly wrong: string | null;
  readonly set: (value: string) => void;
  /** All that may be chosen; without them anything may be written. */
  readonly choices?: readonly string[];
  readonly numeric?: boolean;
  /** The id of the options that are offered: `children`. */
  readonly listId?: string;
  readonly children?: ComponentChildren;
}

/** A field of the form with its label, and with what is wrong beside it. */
export const Field = ({ label, name, value, wrong, set, choices, numeric, listId, children }: Props) => {
  const id = useId();
  const shared = {
    id,
    name,
    value,
    'aria-invalid': wrong !== null,
    'aria-describedby': `${id}wrong`,
    onInput: (e: { readonly currentTarget: { readonly value: string } }) => set(e.currentTarget.value),
  };
  return (
    <div class="ft-field">
      <label for={id}>{label}</label>
      {choices ? (
        <select {...shared}>
          {choices.map((choice) => (
            <option key={choice} value={choice}>
              {choice}
            </option>
          ))}
        </select>
      ) : (
        <input
          {...shared}
          type="text"
          autocomplete="off"
          autocapitalize="off"
          spellcheck={false}
          {...(numeric && { inputMode: 'numeric' as const })}
          {...(listId && { list: listId })}
        />
      )}
      {listId && <datalist id={listId}>{children}</datalist>}
      <p id={`${id}wrong`} class="ft-wrong" role="alert">
        {wrong}
      </p>
    </div>
  );
};
