import { Terminal as AsWritten } from '../../terminal/Terminal.tsx';
import type { LabProps } from '../Lab.tsx';
import { useOwnNumbers } from './ownNumbers.ts';

/** The same with the learner's own numbers. */
export const Terminal = (props: LabProps) => <AsWritten {...useOwnNumbers(props)} />;
