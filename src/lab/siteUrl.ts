/** The address of a page or a file of this site, from its path below the folder that the site is published in. */
export const below = (base: string, path: string): string => base.replace(/\/+$/, '') + path;

/** The same for this site: `siteUrl('/explain/')` is `/iptables/explain/` where `BASE_PATH` is `/iptables`. */
export const siteUrl = (path: string): string => below(import.meta.env.BASE_URL, path);

/** A name in this browser's storage. Another course may be published in another folder of the same host. */
export const storageName = (name: string): string => `four-tables${siteUrl(`/${name}`)}`;
