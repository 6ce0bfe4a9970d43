import { printed, type Program } from './shell.ts';

/** `echo [-n] WORD…`: for what `nc` should say. */
export const echo: Program = (world, _host, words) => {
  const bare = words[0]?.text === '-n';
  const text = (bare ? words.slice(1) : words).map((w) => w.text).join(' ');
  return printed(world, bare ? text : `${text}\n`);
};
