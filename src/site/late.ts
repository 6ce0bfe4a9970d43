/** What a page's foot does when it is asked for, or when the page has been there for a while: one part, as each further one costs. */
export { copyReport } from '../lab/link/copyReport.ts';
export { showProgress } from '../lab/record/showProgress.ts';
export { keepUnasked } from '../offline/keepOffline.ts';
