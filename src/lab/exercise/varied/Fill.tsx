import { Fill as AsWritten } from '../Fill.tsx';
import type { LabProps } from '../Lab.tsx';
import { WithOwnNumbers } from './ownNumbers.tsx';

/** The same with the learner's own numbers. */
export const Fill = (props: LabProps) => <WithOwnNumbers View={AsWritten} {...props} />;
