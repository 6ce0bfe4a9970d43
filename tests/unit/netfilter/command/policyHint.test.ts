/** What is said of a policy that no chain can have. iptables 1.8.9 refuses each of these commands, legacy and nft. */
import { expect, it } from 'vitest';
import { prepareLab } from '../../../../src/course/prepareLab.ts';
import { runText } from '../../../../src/course/runLab.ts';
import '../../../../src/netfilter/allExtensions.ts';

const hosts = { pc: { interfaces: { eth0: { link: 'lan', addresses: ['10.0.0.1/24'] } } } };
const either = 'A policy is ACCEPT or DROP.';
const inNat = 'In nat, a policy can only be ACCEPT.';
const hintsOf = (language: 'commands' | 'save', text: string) =>
  runText(prepareLab({ host: 'pc', language }, { hosts }), text).problems.map((p) => p.hint);

it.each([
  ['-P INPUT', 'Write the chain and its policy, ACCEPT or DROP: -P INPUT ACCEPT.'],
  ['-P INPUT REJECT', `${either} For REJECT, add a rule at the end of the chain.`],
  ['-t nat -P POSTROUTING MASQUERADE', `${inNat} For MASQUERADE, add a rule at the end of the chain.`],
  ['-t nat -P OUTPUT MASQUERADE', `${inNat} MASQUERADE is for rules in POSTROUTING.`],
  ['-t nat -P OUTPUT SNAT', `${inNat} SNAT is for rules in INPUT or POSTROUTING.`],
  ['-t nat -P OUTPUT REJECT', `${inNat} REJECT is for rules of the filter table.`],
  ['-t mangle -P FORWARD REJECT', `${either} REJECT is for rules of the filter table.`],
  ['-P INPUT RETURN', `${either} RETURN is for rules.`],
  ['-P INPUT INPUT', either],
  ['-P INPUT toString', either],
  ['-P INPUT drop', `${either} Did you mean DROP?`],
  ['-t nat -P OUTPUT drop', inNat],
])('%s', (line, hint) => expect(hintsOf('commands', `iptables ${line}\n`)).toEqual([hint]));

it('a chain of the user’s as a policy', () =>
  expect(hintsOf('commands', 'iptables -N mine\niptables -P INPUT mine\n')).toEqual([
    `${either} To send what no rule has decided to mine, add a rule at the end of the chain.`,
  ]));

// A restored text may give DROP to chains of nat (both backends of 1.8.9 load it).
it.each([
  ['nat', ':POSTROUTING MASQUERADE', [`${either} For MASQUERADE, add a rule at the end of the chain.`]],
  ['nat', ':POSTROUTING DROP', []],
  ['filter', ':INPUT REJECT', [`${either} For REJECT, add a rule at the end of the chain.`]],
  ['filter', ':INPUT DROPP', [`${either} Did you mean DROP?`]],
])('in a saved text of %s: %s', (table, line, hints) =>
  expect(hintsOf('save', `*${table}\n${line} [0:0]\nCOMMIT\n`)).toEqual(hints),
);
