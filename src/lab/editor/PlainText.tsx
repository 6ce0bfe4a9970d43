import type { Ref } from 'preact';
import { useMemo } from 'preact/hooks';
import type { Problem } from '../../text/problem.ts';
import { lookOf } from './highlight.ts';
import { paintedLines } from './paintedLines.ts';

interface Props {
  readonly id: string;
  readonly describedBy: string;
  /** The name of the text that is kept in the browser (site/early.ts). */
  readonly kept: string;
  readonly text: string;
  readonly problems: readonly Problem[];
  readonly writable: boolean;
  readonly frame: Ref<HTMLDivElement>;
  readonly area: Ref<HTMLTextAreaElement>;
  readonly onWrite: (text: string) => void;
}

/**
 * A text area that looks as the editor does: its own letters are transparent, and the coloured ones lie exactly
 * below them. It needs no script to be read, and nothing but itself to be written in.
 */
export const PlainText = (props: Props) => {
  const { id, describedBy, kept, text, problems, writable, frame, area, onWrite } = props;
  const lines = useMemo(() => paintedLines(text, problems), [text, problems]);
  return (
    <div class="ft-plain" ref={frame}>
      <div class="ft-painted" aria-hidden="true">
        {lines.map((pieces, i) => (
          <div key={i}>
            {pieces.length === 0 ? (
              <br />
            ) : (
              pieces.map(({ text, colour, wrong }, n) =>
                colour === null && !wrong ? (
                  text
                ) : (
                  <span
                    key={n}
                    class={wrong ? 'ft-wrong' : undefined}
                    style={colour === null ? undefined : lookOf(text, colour)}
                  >
                    {text}
                  </span>
                ),
              )
            )}
          </div>
        ))}
      </div>
      <textarea
        id={id}
        ref={area}
        rows={1}
        spellcheck={false}
        autocapitalize="off"
        autocomplete="off"
        aria-invalid={problems.length > 0}
        aria-describedby={describedBy}
        value={text}
        data-kept={kept}
        readOnly={!writable}
        onInput={(e) => onWrite(e.currentTarget.value)}
      />
    </div>
  );
};
