import { scalar } from '../language/variables.ts';
import { printed, problemAt, refused } from './shared/result.ts';
import { defineCommand } from './shellCommand.ts';

/** Reference: GNU coreutils 9.1, src/printenv.c. */
export const printenv = defineCommand({
  name: 'printenv',
  usage: 'printenv [NAME…]',
  summary: 'Prints variables that programs get.',
  needs: ['shell'],
  run({ shell, words }) {
    const option = words.find((word) => /^-./.test(word.text));
    if (option)
      return refused(
        problemAt(
          option,
          `printenv: ${option.text} is not simulated here`,
          2,
          'Write the name of a variable.',
        ),
      );
    const { variables } = shell.state;
    const has = (name: string) => variables.get(name)?.exported === true;
    const names = words.length ? words.map((word) => word.text) : [...variables.keys()].filter(has);
    const found = names.filter(has);
    const said = (name: string) =>
      `${words.length ? '' : `${name}=`}${scalar(variables.get(name)!.value) ?? ''}\n`;
    return printed(found.map(said).join(''), { status: found.length === names.length ? 0 : 1 });
  },
});
