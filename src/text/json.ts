/** Plain data: what worlds, rules and packets are made of. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };
