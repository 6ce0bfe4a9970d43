import { Lab as AsWritten, type LabProps } from '../Lab.tsx';
import { withOwnNumbers } from './ownNumbers.ts';

/** The same with the learner's own numbers. */
export const Lab = (props: LabProps) => <AsWritten {...withOwnNumbers(props)} />;
