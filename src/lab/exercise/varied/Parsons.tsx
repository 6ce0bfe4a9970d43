import type { LabProps } from '../Lab.tsx';
import { Parsons as AsWritten } from '../Parsons.tsx';
import { withOwnNumbers } from './ownNumbers.ts';

/** The same with the learner's own numbers. */
export const Parsons = (props: LabProps) => <AsWritten {...withOwnNumbers(props)} />;
