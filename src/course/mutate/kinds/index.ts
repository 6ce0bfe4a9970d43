import type { Misconception } from '../misconception.ts';
import { acceptForReturn } from './acceptForReturn.ts';
import { appendedForInserted } from './appendedForInserted.ts';
import { dropForReject } from './dropForReject.ts';
import { flushed } from './flushed.ts';
import { inForOut } from './inForOut.ts';
import { insertedForAppended } from './insertedForAppended.ts';
import { masqueradeForSnat } from './masqueradeForSnat.ts';
import { negationAdded } from './negationAdded.ts';
import { negationLost } from './negationLost.ts';
import { noInterface } from './noInterface.ts';
import { noPort } from './noPort.ts';
import { noProtocol } from './noProtocol.ts';
import { noState } from './noState.ts';
import { noStateRule } from './noStateRule.ts';
import { oneProtocol } from './oneProtocol.ts';
import { oppositeVerdict } from './oppositeVerdict.ts';
import { otherAddress } from './otherAddress.ts';
import { otherInterface } from './otherInterface.ts';
import { otherNumber } from './otherNumber.ts';
import { otherPort } from './otherPort.ts';
import { otherProtocol } from './otherProtocol.ts';
import { otherSnatAddress } from './otherSnatAddress.ts';
import { policyLeft } from './policyLeft.ts';
import { rejectForDrop } from './rejectForDrop.ts';
import { ruleDropped } from './ruleDropped.ts';
import { snatForMasquerade } from './snatForMasquerade.ts';
import { sourceForDestination } from './sourceForDestination.ts';
import { sourcePort } from './sourcePort.ts';
import { stillThere } from './stillThere.ts';
import { swapped } from './swapped.ts';
import { tooLate } from './tooLate.ts';
import { tooWide } from './tooWide.ts';
import { wrongChain } from './wrongChain.ts';
import { wrongTable } from './wrongTable.ts';

/**
 * Every misconception. Where two make the same firewall of a solution, it is the first one's: what says more about the
 * mistake comes before what says less.
 */
export const misconceptions: readonly Misconception[] = [
  wrongChain,
  wrongTable,
  inForOut,
  otherInterface,
  sourceForDestination,
  sourcePort,
  otherPort,
  otherAddress,
  otherProtocol,
  noProtocol,
  noPort,
  oneProtocol,
  tooWide,
  noInterface,
  noState,
  noStateRule,
  policyLeft,
  negationLost,
  negationAdded,
  appendedForInserted,
  tooLate,
  insertedForAppended,
  swapped,
  oppositeVerdict,
  dropForReject,
  rejectForDrop,
  acceptForReturn,
  snatForMasquerade,
  masqueradeForSnat,
  otherSnatAddress,
  otherNumber,
  flushed,
  stillThere,
  ruleDropped,
];
