import { yamlText } from './lesson.ts';

/** The texts of a new course's files that say what it is, by path; lessons and networks come besides. */
export const courseFiles = (
  title: string,
  packed: string,
  allowScripts: Readonly<Record<string, boolean>>,
): Readonly<Record<string, string>> => ({
  'course.yaml': `# What your course is called, and how it looks.
title: ${yamlText(title)}
description: Say in one sentence what people learn here.
language: en
# Said at the foot of each page.
licence: CC BY 4.0

# Colours that differ, by theme: paper, raised, sunken, ink, muted, line, accent, packet.
# colours:
#   light: { accent: "#7a3d9f" }
#   dark: { accent: "#c9a0e8" }

# Lessons of Four Tables that your course has too. They keep their numbers; lessons are shown by number.
# take:
#   - listing-all-four-tables
`,
  'package.json': `${JSON.stringify(
    {
      private: true,
      type: 'module',
      scripts: {
        start: 'four-tables dev',
        new: 'four-tables new',
        check: 'four-tables check',
        build: 'four-tables check && four-tables build',
        serve: 'four-tables serve',
      },
      dependencies: { 'four-tables': `file:${packed}` },
      allowScripts,
    },
    null,
    2,
  )}\n`,
  '.gitignore': 'node_modules/\ndist/\n.four-tables/\n',
  '.gitattributes': `# A checkout is the same on every system.
* text=auto eol=lf
*.png binary
*.tgz binary
`,
  'README.md': `# ${title}

    npm install
    npm start                     # the course, with mistakes shown where they are
    npm run new lesson "Title"    # also: network NAME, exercise KIND [LESSON]
    npm run check                 # every mistake, with its file, line and column
    npm run build                 # the site in dist/, for any host of static files
    npm run serve                 # shows what was built

Lessons are in \`lessons/\`, networks in \`networks/\`, title, colours, language and licence in \`course.yaml\`. Pictures that lessons
name as \`/picture.png\` go in \`public/\`. \`${packed}\` is the software; keep it with the course.
`,
});
