/** Of which table the rules of a printed listing are, and which lines are rules. */
import { expect, it } from 'vitest';
import { questionAt, rulesOf } from '../../../../src/lab/listing/readListing.ts';

const rules = '-P INPUT ACCEPT\n-A INPUT -i lo -j ACCEPT\n';
const at = rules.indexOf('lo');

it.each<[string, string | null]>([
  ['iptables -S', '*filter\n'],
  ['iptables -t nat -S', '*nat\n'],
  ['iptables -S -t mangle', '*mangle\n'],
  ['iptables -t nat -S POSTROUTING', '*nat\n'],
  ['ssh pod curl -s http://203.0.113.80/ > /dev/null; iptables -t nat -S', '*nat\n'],
  ['iptables -t nat -S | grep DNAT', null],
  ['iptables-save | grep lo', null],
  ['cat rules', null],
])('rules that `%s` printed', (command, before) => {
  const question = questionAt(rules, at, command);
  expect(question?.with.text ?? null).toBe(before && `${before}-A INPUT -i lo -j ACCEPT`);
  if (question) {
    expect(question.with.text.slice(question.with.at)).toMatch(/^lo -j/);
    expect(at + question.before).toBe(question.with.at);
  }
});

it.each<[string, string, string | null]>([
  ['a dump says its table', '*nat\n:OUTPUT ACCEPT [0:0]\n[1:60] -A OUTPUT -j RETURN\nCOMMIT\n', 'save'],
  ['a command', 'iptables -t nat -A OUTPUT -j RETURN\n', 'commands'],
  ['columns', 'Chain INPUT (policy ACCEPT)\ntarget prot opt source destination RETURN\n', null],
])('%s', (_, text, language) => {
  expect(questionAt(text, text.indexOf('RETURN'), '')?.with.language ?? null).toBe(language);
});

it.each(['[1:60] -A OUT', '-A OUT'])('the chain of a rule, as in `%s`, leads to the whole rule', (begins) => {
  const text = `*nat\n*mangle\n${begins} -j RETURN\n`;
  expect(questionAt(text, 14, '')).toEqual({
    with: { text: 'iptables -t mangle -A OUT -j RETURN', at: 0, language: 'commands' },
    before: 0,
    line: { from: 13, to: 13 + begins.length + 10 },
  });
});

it('finds where rules begin', () =>
  expect(rulesOf(`# a comment\n${rules}[3:4] -A X -j DROP\nCOMMIT`)).toEqual([12, 28, 53]));
