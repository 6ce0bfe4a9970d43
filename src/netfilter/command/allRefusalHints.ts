/** What `refusalHints` loads. */
export { policyHint } from './actions/policyHint.ts';
export { otherChain, otherTable } from './loadChecks/otherPlace.ts';
