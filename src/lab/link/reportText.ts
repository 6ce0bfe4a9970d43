/** What a report about a sentence says besides it. Nothing of it is sent: the learner pastes it where they like. */
export interface Reported {
  /** The address of the page. */
  readonly page: string;
  /** The sentence; empty where none was chosen. */
  readonly sentence: string;
  /** Where it is about a lab or an exercise. */
  readonly lab?: {
    readonly id: string;
    readonly title: string;
    /** Of the numbers that it has; 0 for those in the lesson. */
    readonly seed: number;
    /** What the learner wrote, typed or chose. */
    readonly written: string;
  };
}

/** The report as text for an issue: what a learner wrote is a code block in Markdown, so that nothing in it means anything. */
export const reportText = ({ page, sentence, lab }: Reported): string => {
  const quoted = sentence.trim().replace(/\s+/g, ' ');
  const lines = [
    `Page: ${page}${lab ? `#${lab.id}` : ''}`,
    ...(lab
      ? [
          `Exercise or lab: ${lab.title.replaceAll('`', '')} (${lab.id})`,
          `Numbers: ${lab.seed === 0 ? 'those in the lesson' : `seed ${lab.seed}`}`,
        ]
      : []),
    '',
    'The sentence:',
    '',
    `    ${quoted === '' ? '(paste it here)' : quoted}`,
    '',
  ];
  const written = lab
    ? [
        'In the lab:',
        '',
        ...lab.written
          .trimEnd()
          .split(/\r?\n/)
          .map((line) => `    ${line}`),
        '',
      ]
    : [];
  return [...lines, ...written, 'What is wrong with it:', '', ''].join('\n');
};
