import { existsSync } from 'node:fs';

/** The folder that has lessons/ and networks/: the one we are in if it is a course of its own, `content` in a checkout. */
export const contentFolder = (): string => (existsSync('course.yaml') ? '.' : 'content');
