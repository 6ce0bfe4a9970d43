/** What `-j` takes besides extensions and chains. QUEUE is legacy's alone. */
export const verdicts = ['ACCEPT', 'DROP', 'RETURN', 'QUEUE'] as const;
export type VerdictName = (typeof verdicts)[number];

/** Whether a target's name is a verdict. */
export const isVerdict = (name: string): name is VerdictName =>
  (verdicts as readonly string[]).includes(name);
