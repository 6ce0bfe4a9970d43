import { Terminal as AsWritten } from '../../terminal/Terminal.tsx';
import type { LabProps } from '../Lab.tsx';
import { WithOwnNumbers } from './ownNumbers.tsx';

/** The same with the learner's own numbers. */
export const Terminal = (props: LabProps) => <WithOwnNumbers View={AsWritten} {...props} />;
