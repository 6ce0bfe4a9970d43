import { type Builtin, shellMistake } from './builtin.ts';

/** Reference: bash 5.2, builtins/read.def. */
export const read: Builtin = {
  name: 'read',
  usage: 'read [-r] NAME…',
  summary: 'Reads a line into variables: while read -r A B; do …; done < FILE.',
  run(x, words, io) {
    let names = words;
    let raw = false;
    for (; names[0] && /^-./.test(names[0].text); names = names.slice(1)) {
      if (names[0].text !== '-r')
        return shellMistake(
          x,
          io,
          names[0],
          `read: ${names[0].text} is not simulated here`,
          2,
          'Here read takes -r.',
        );
      raw = true;
    }
    for (const word of names)
      if (!/^[A-Za-z_]\w*$/.test(word.text))
        return shellMistake(
          x,
          io,
          word,
          `read: \`${word.text}': not a valid identifier`,
          1,
          'A name has letters, digits and _, without $.',
        );
    let line = io.input.takeLine();
    const status = line?.ended ? 0 : 1;
    let text = line?.text ?? '';
    while (!raw && line?.ended && /(^|[^\\])(\\\\)*\\$/.test(text)) {
      line = io.input.takeLine();
      text = text.slice(0, -1) + (line?.text ?? '');
    }
    if (!raw) text = text.replace(/\\(.)/g, '$1');
    if (names.length === 0) {
      x.assign('REPLY', text);
      return status;
    }
    let rest = text.replace(/^[ \t]+|[ \t]+$/g, '');
    for (const [i, { text: name }] of names.entries()) {
      const first = i === names.length - 1 ? rest : /^[^ \t]*/.exec(rest)![0];
      x.assign(name, first);
      rest = rest.slice(first.length).replace(/^[ \t]+/, '');
    }
    return status;
  },
};
