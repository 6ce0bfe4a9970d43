import { withVariable } from '../language/assign.ts';
import { arrayOf, mostItems } from '../language/variables.ts';
import { printed } from './shared/result.ts';
import { linesOf } from './shared/textSources.ts';
import { defineCommand, type ShellCommand } from './shellCommand.ts';

/** Reference: bash 5.2, builtins/mapfile.def. */
const reading = (name: 'mapfile' | 'readarray'): ShellCommand =>
  defineCommand({
    name,
    usage: `${name} [-t] ARRAY`,
    summary: 'Reads lines into an array: mapfile -t LINES < FILE.',
    isBuiltin: true,
    needs: ['shell'],
    run({ shell, words, io, at }) {
      let trims = false;
      let array = 'MAPFILE';
      for (const word of words)
        if (word.text === '-t') trims = true;
        else if (word.text.startsWith('-'))
          return shell.refuse({ ...word, what: `${name} ${word.text}`, hint: 'Here there is -t.' });
        else array = word.text;
      const lines = linesOf(io.input.takeAll());
      if (lines.length > mostItems)
        return shell.refuse({
          ...at,
          what: `an array of more than ${mostItems} elements`,
          hint: 'Read line by line.',
        });
      const items = trims ? lines.map((l) => l.replace(/\n$/, '')) : lines;
      withVariable(shell, array, { ...shell.state.variables.get(array), value: arrayOf(items) });
      return printed('');
    },
  });

export const mapfile = reading('mapfile');
export const readarray = reading('readarray');
