import { Fill as AsWritten } from '../Fill.tsx';
import type { LabProps } from '../Lab.tsx';
import { useOwnNumbers } from './ownNumbers.ts';

/** The same with the learner's own numbers. */
export const Fill = (props: LabProps) => <AsWritten {...useOwnNumbers(props)} />;
