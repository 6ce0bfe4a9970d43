import * as labels from '../../labels/en.ts';
import { say } from '../../labels/say.ts';
import type { LiveLab } from './useLab.ts';

/** That the browser does not keep what is done here, while that is so. */
export const KeptNote = ({ live }: { readonly live: LiveLab }) =>
  live.unkept ? (
    <p class="ft-hint" role="alert">
      {say(labels.notKept)}
    </p>
  ) : null;
