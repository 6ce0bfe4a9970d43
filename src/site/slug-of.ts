/**
 * A page's address from its file: `lessons/01-listing.mdx` is `lessons/listing`; the number only orders, `index` is its folder.
 * `lessons/de/01-listing.mdx`, its translation, is `de/lessons/listing`.
 */
export const slugOf = (file: string): string =>
  file
    .replace(/^lessons\/([^/]+)\//, '$1/lessons/')
    .replace(/(\/index)?\.mdx$/, '')
    .replace(/(^|\/)\d+-/g, '$1')
    .toLowerCase();
