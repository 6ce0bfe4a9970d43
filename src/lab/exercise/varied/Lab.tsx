import { Lab as AsWritten, type LabProps } from '../Lab.tsx';
import { WithOwnNumbers } from './ownNumbers.tsx';

/** The same with the learner's own numbers. */
export const Lab = (props: LabProps) => <WithOwnNumbers View={AsWritten} {...props} />;
