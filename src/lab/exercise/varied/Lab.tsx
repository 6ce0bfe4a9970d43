import { Lab as AsWritten, type LabProps } from '../Lab.tsx';
import { useOwnNumbers } from './ownNumbers.ts';

/** The same with the learner's own numbers. */
export const Lab = (props: LabProps) => <AsWritten {...useOwnNumbers(props)} />;
