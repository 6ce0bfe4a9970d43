import type { LabProps } from '../Lab.tsx';
import { Trace as AsWritten } from '../Trace.tsx';
import { WithOwnNumbers } from './ownNumbers.tsx';

/** The same with the learner's own numbers. */
export const Trace = (props: LabProps) => <WithOwnNumbers View={AsWritten} {...props} />;
