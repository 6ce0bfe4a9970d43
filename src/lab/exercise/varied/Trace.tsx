import type { LabProps } from '../Lab.tsx';
import { Trace as AsWritten } from '../Trace.tsx';
import { useOwnNumbers } from './ownNumbers.ts';

/** The same with the learner's own numbers. */
export const Trace = (props: LabProps) => <AsWritten {...useOwnNumbers(props)} />;
