import type { LabProps } from '../Lab.tsx';
import { Parsons as AsWritten } from '../Parsons.tsx';
import { WithOwnNumbers } from './ownNumbers.tsx';

/** The same with the learner's own numbers. */
export const Parsons = (props: LabProps) => <WithOwnNumbers View={AsWritten} {...props} />;
