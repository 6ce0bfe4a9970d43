import { slug } from '../markdown/readDirective.ts';
import { exerciseTemplates, labTemplate } from './exercises.ts';
import type { Setting } from './setting.ts';

/** Text as a YAML value on one line; quoted unless it is plain words. */
export const yamlText = (text: string): string =>
  /^[A-Za-z][\w ,'-]*$/.test(text) && !/^(true|false|null|yes|no|on|off)$/i.test(text)
    ? text
    : JSON.stringify(text);

/** A whole lesson that passes `check`, for its author to write over. */
export const lessonText = (title: string, setting: Setting): string => {
  const { predict, write, fix } = exerciseTemplates;
  const at = ({ title, text }: typeof write) => text(title, `#${slug(title)}`, setting);
  const lab = slug(labTemplate.title);
  return `---
title: ${yamlText(title)}
description: Say in one sentence what a learner can do after this lesson.
network: ${yamlText(setting.network)}
host: ${yamlText(setting.host)}
show: [iptables -S]
---

Say what the lesson is about, in a sentence or two. Then show it:

${at(labTemplate)}
The rule drops pings. This is how the host lists it:

::output[\`iptables -S INPUT\`]{lab=${lab}}

## Your turn

${at(predict)}
${at(write)}
${at(fix)}
## What you know now

- One sentence for each thing that a learner should keep.
`;
};

/** A lesson with an exercise more: before its last section, or at its end if it has no sections. */
export const withExercise = (lesson: string, exercise: string): string => {
  const lines = lesson.replace(/\n*$/, '\n').split('\n');
  let fence: string | null = null;
  let last = -1;
  for (const [i, line] of lines.entries()) {
    const [mark] = /^\s*(?:`{3,}|~{3,})/.exec(line) ?? [];
    if (mark && (fence === null || mark.trim().startsWith(fence)))
      fence = fence === null ? mark.trim() : null;
    else if (fence === null && /^#{1,6} /.test(line)) last = i;
  }
  return last < 0
    ? `${lines.join('\n')}\n${exercise}`
    : [...lines.slice(0, last), ...exercise.split('\n'), ...lines.slice(last)].join('\n');
};
