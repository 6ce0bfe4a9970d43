import { suggest } from '../../text/suggest.ts';
import type { Word } from '../../text/words.ts';
import type { SetType } from './ipSet.ts';
import { IpsetError, notSimulated } from './ipsetError.ts';

/** The types that a set can have. */
export const setTypes: readonly SetType[] = [
  'hash:ip',
  'hash:net',
  'hash:ip,port',
  'hash:net,port',
  'bitmap:port',
  'list:set',
];
/** Old names that the real command still knows. */
const oldNames: Readonly<Record<string, SetType>> = {
  iphash: 'hash:ip',
  nethash: 'hash:net',
  ipporthash: 'hash:ip,port',
  portmap: 'bitmap:port',
  setlist: 'list:set',
};
/** Types for which the kernel that is simulated has no module. */
const absent = ['hash:mac', 'hash:ip,mark', 'hash:ip,mac', 'hash:net,net', 'hash:net,port,net'];
/** Types that the real kernel has and the course does not simulate. */
const unsimulated = [
  'bitmap:ip',
  'bitmap:ip,mac',
  'hash:ip,port,ip',
  'hash:ip,port,net',
  'hash:net,iface',
  'ipmap',
  'macipmap',
  'ipportiphash',
  'ipportnethash',
];

/** The type that a word names; throws an IpsetError where there is none. */
export const setTypeOf = (word: Word): SetType => {
  const type =
    setTypes.find((t) => t === word.text) ??
    (Object.hasOwn(oldNames, word.text) ? oldNames[word.text]! : undefined);
  if (type) return type;
  const hint = `Choose one of ${setTypes.join(', ')}.`;
  if (absent.includes(word.text))
    throw new IpsetError(word, 'Kernel error received: set type not supported', hint);
  if (unsimulated.includes(word.text)) throw notSimulated(word, `set type ${word.text}`, hint);
  const near = suggest(word.text, setTypes);
  throw new IpsetError(
    word,
    `Syntax error: typename '${word.text}' is unknown`,
    near ? `There is no type ${word.text}. Did you mean ${near}?` : hint,
    1,
    near ?? undefined,
  );
};
