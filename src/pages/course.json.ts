import { courseOutline } from '../site/courseOutline.ts';

/** The course's lessons and exercises: what shows a learner's progress asks for it when there is some. */
export const GET = async (): Promise<Response> => Response.json(await courseOutline());
