/** The outer page of a SCORM package, which stays while the lessons in its frame change, and the styles of all its pages. */
import type { ScormCourse } from '../../lab/scorm/course.ts';

const escaped = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');

export const outerPage = (course: ScormCourse): string => `<!doctype html>
<html lang="en" class="scorm-frame">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escaped(course.title)}</title>
<link rel="stylesheet" href="scorm.css">
</head>
<body>
<p id="notice" role="alert" hidden></p>
<noscript><p>This course needs JavaScript.</p></noscript>
<iframe title="${escaped(course.title).replaceAll('"', '&quot;')}"></iframe>
<script type="application/json" id="course">${JSON.stringify(course).replaceAll('<', '\\u003c')}</script>
<script src="scorm.js"></script>
</body>
</html>
`;

export const packageCss = `.scorm-frame, .scorm-frame body { height: 100%; margin: 0; }
.scorm-frame body { display: flex; flex-direction: column; }
.scorm-frame iframe { flex: 1; width: 100%; border: 0; }
.scorm-frame p { margin: 0; padding: 0.5rem 1rem; font: 1rem / 1.5 sans-serif; color: #182027; background: #ffe2a8; }
/* What is not in the package, or leads from outside into a place that only the system knows. */
.ft-to-terminal, .ft-copyLink, .places .ft-absent, nav.pages .ft-absent { display: none !important; }
`;
