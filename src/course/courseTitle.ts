/** What this course is called: progress files carry it. */
export const courseTitle = 'Four Tables';
