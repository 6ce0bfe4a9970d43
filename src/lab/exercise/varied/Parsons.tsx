import type { LabProps } from '../Lab.tsx';
import { Parsons as AsWritten } from '../Parsons.tsx';
import { useOwnNumbers } from './ownNumbers.ts';

/** The same with the learner's own numbers. */
export const Parsons = (props: LabProps) => <AsWritten {...useOwnNumbers(props)} />;
