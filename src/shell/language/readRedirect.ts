import { notSupported, unexpected } from './mistake.ts';
import type { Reader } from './reader.ts';
import type { Redirect } from './syntax.ts';
import { isOperator, refuse } from './tokenTests.ts';

export const redirects = (reader: Reader): Redirect[] => {
  const all: Redirect[] = [];
  for (let next = redirectAt(reader); next; next = redirectAt(reader)) all.push(next);
  return all;
};

export const redirectAt = (reader: Reader): Redirect | null => {
  const t = reader.peek;
  if (
    !isOperator(t, '<', '>', '>>', '>&', '<&', '&>', '&>>', '<<<', '<<', '<<-', '>|', '<>') ||
    t.kind !== 'operator'
  )
    return null;
  if (t.text === '<>') throw notSupported(t.from, t.to, '<>', 'Write < or >.');
  reader.take();
  const target = reader.peek;
  if (target.kind !== 'word')
    throw target.kind === 'end'
      ? unexpected(target.from, target.to, 'newline', 'The name of a file is missing here.')
      : refuse(reader, target);
  const written = reader.text.slice(target.from, target.to);
  if (t.text !== '<<' && t.text !== '<<-') {
    reader.take();
    return {
      operator: t.text === '>|' ? '>' : (t.text as Redirect['operator']),
      fd: t.fd,
      target: target.phrase,
      written,
    };
  }
  const redirect = { operator: '<<' as const, fd: t.fd, target: target.phrase, written };
  const literal = target.bare === null;
  const delimiter = literal
    ? target.phrase.parts.map((p) => (p.kind === 'text' ? p.text : '')).join('')
    : target.bare!;
  reader.await({
    delimiter,
    literal,
    tabs: t.text === '<<-',
    fill: (body) => {
      redirect.target = body;
    },
  });
  reader.take();
  return redirect;
};
