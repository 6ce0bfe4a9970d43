/**
 * A built site as files that work in any folder of any host: every address in them is relative, and names a file. A
 * learning management system shows no index.html for a folder, and has the package where it likes.
 */
import { existsSync, readFileSync } from 'node:fs';
import { join, posix } from 'node:path';

/** What a site cannot be made of. */
export class NotRelative extends Error {}

export interface SiteParts {
  /** The folder of the built site. */
  readonly dist: string;
  /** The folder of its host that the site was built for: `/` or `/iptables/`. */
  readonly base: string;
  /** Addresses of pages that the package begins with, below the base: `/lessons/x/`. */
  readonly pages: readonly string[];
  /** Whether a page that is linked is in the package too. */
  readonly has: (address: string) => boolean;
  /** What a link to the front page leads to. */
  readonly home: string;
}

const fileOf = (address: string): string => {
  const path = address.replace(/^\//, '');
  return path === '' || path.endsWith('/') ? `${path}index.html` : path;
};

/** The folder that a site was built for, from one of its pages: that of its scripts and styles. */
export const baseOf = (html: string): string => /="(\/(?:[^"/]+\/)*)_astro\//.exec(html)?.[1] ?? '/';

/** The files of a package by their paths in it. Throws {@link NotRelative} for an address that it cannot make relative. */
export const relativeSite = (site: SiteParts): ReadonlyMap<string, Uint8Array> => {
  const files = new Map<string, Uint8Array>();
  const waiting = site.pages.map(fileOf);
  for (let file = waiting.pop(); file !== undefined; file = waiting.pop()) {
    if (files.has(file)) continue;
    const place = join(site.dist, file);
    if (!existsSync(place)) throw new NotRelative(`the built site has no ${file}`);
    const bytes = readFileSync(place);
    const read = readers[posix.extname(file)];
    if (!read) {
      files.set(file, bytes);
      continue;
    }
    const found: string[] = [];
    const text = read(bytes.toString(), { site, file, found });
    const left = leftOver(text, file, site.base);
    if (left !== null) throw new NotRelative(`${file} has an address that is not relative: ${left}`);
    files.set(file, Buffer.from(text));
    waiting.push(...found);
  }
  return files;
};

interface Place {
  readonly site: SiteParts;
  readonly file: string;
  /** Receives the files that are named. */
  readonly found: string[];
}
type Reader = (text: string, place: Place) => string;

/** From one file to another; it starts with a dot, so that a script can import it. */
const way = (from: string, to: string): string => {
  const path = posix.relative(posix.dirname(from), to);
  return path.startsWith('.') ? path : `./${path}`;
};

/** A file that is named by its address from the top of the host. */
const named = (address: string, { site, file, found }: Place): string => {
  const [, path = '', rest = ''] = /^([^?#]*)(.*)$/s.exec(address.slice(site.base.length - 1))!;
  const to = fileOf(decodeURI(path));
  found.push(to);
  return way(file, to) + rest;
};

const escapedBase = (base: string): string => base.replace(/[.+?^${}()|[\]\\*]/g, '\\$&');

/** A link, its address and what is in it. Links are not in links. */
const link = /<a\b([^>]*?)\shref="([^"]*)"([^>]*)>([\s\S]*?)<\/a>/g;
/** Of the menu: an item whose page is not in the package, and then a group that has no items. */
const absentItem = /<li\b[^>]*><span class="ft-absent">(?:(?!<\/li>)[\s\S])*<\/li>/g;
const emptyGroup =
  /<li\b[^>]*><details\b[^>]*><summary\b(?:(?!<\/summary>)[\s\S])*<\/summary>(?:<sl-sidebar-restore\b[^>]*><\/sl-sidebar-restore>)?<ul\b[^>]*><\/ul><\/details><\/li>/g;

/** The styles for pages in a package, beside the manifest. */
export const packageStyles = 'scorm.css';

const readHtml: Reader = (html, place) => {
  const { site, file } = place;
  const ours = (address: string) => address.startsWith(site.base) && !address.startsWith('//');
  const below = (address: string) => address.slice(site.base.length - 1).replace(/[?#].*$/, '');
  return (
    html
      .replace(/<link\b[^>]*\brel="(?:sitemap|canonical|alternate|manifest)"[^>]*>/g, '')
      // It names inline scripts by their content, which changes here; what may run in a package, its host decides.
      .replace(/<meta\b[^>]*\bhttp-equiv="content-security-policy"[^>]*>/gi, '')
      // A package is in one language.
      .replace(/<starlight-lang-select\b[\s\S]*?<\/starlight-lang-select>/g, '')
      .replace(/<site-search\b[\s\S]*?<\/site-search>/g, '')
      .replace(link, (whole, before: string, address: string, after: string, inside: string) => {
        if (/^https?:/.test(address) && !/\btarget=/.test(whole))
          return `<a${before} href="${address}"${after} target="_blank" rel="noopener">${inside}</a>`;
        if (!ours(address)) return whole;
        const path = below(address) === '/' ? site.home : below(address);
        if (path.endsWith('/') && !site.has(path)) return `<span class="ft-absent">${inside}</span>`;
        const full = site.base + path.slice(1) + address.replace(/^[^?#]*/, '');
        return `<a${before} href="${named(full, place)}"${after}>${inside}</a>`;
      })
      .replace(absentItem, '')
      .replace(emptyGroup, '')
      .replace(/(\s(?:href|src|[\w-]+-url)=")(\/[^"]*)/g, (whole, start: string, address: string) =>
        ours(address) ? start + named(address, place) : whole,
      )
      // What inline scripts load.
      .replace(new RegExp(`"(${escapedBase(site.base)}_astro/[\\w.-]+)"`, 'g'), (_, address: string) =>
        JSON.stringify(named(address, place)),
      )
      .replace('</head>', `<link rel="stylesheet" href="${way(file, packageStyles)}"></head>`)
  );
};

const readCss: Reader = (css, place) =>
  css.replace(/url\((["']?)(\/(?!\/)[^)"']*)\1\)/g, (_, quote: string, address: string) => {
    return `url(${quote}${named(address, place)}${quote})`;
  });

/** A built script names others beside it with `./`, or from the top of the site when it is about to load them. */
const readScript: Reader = (code, place) => {
  const { site, file, found } = place;
  const base = escapedBase(site.base);
  for (const [, name] of code.matchAll(/["'`](?:\.\/|_astro\/)([\w.-]+\.(?:js|css))["'`]/g))
    found.push(posix.join(posix.dirname(file), name!));
  return (
    code
      // The worker's address is resolved from the script's own.
      .replace(
        new RegExp(`(new URL\\(["'\`])(${base}_astro/[\\w.-]+)`, 'g'),
        (_, start: string, address: string) => start + named(address, place),
      )
      // What Vite loads beforehand, likewise.
      .replace(
        new RegExp(`(function\\(\\w+\\)\\{return\\s?)(["'\`])${base}\\2\\+`),
        (_, start: string) => `${start}\`../\`+`,
      )
  );
};

const readers: Readonly<Record<string, Reader>> = { '.html': readHtml, '.css': readCss, '.js': readScript };

/** An address from the top of the host that a text still has; null where there is none. */
const leftOver = (text: string, file: string, base: string): string | null => {
  const astro = `${escapedBase(base)}_astro/`;
  const patterns: Readonly<Record<string, RegExp>> = {
    '.html': new RegExp(`\\s(?:href|src|[\\w-]+-url)="/(?!/)[^"]*|["'(]${astro}[^"')]*`),
    '.css': /url\(\s*["']?\/(?!\/)[^)]*/,
    '.js': new RegExp(
      `["'\`]${astro}[^"'\`]*|function\\(\\w+\\)\\{return\\s?["'\`]${escapedBase(base)}["'\`]\\+`,
    ),
  };
  return patterns[posix.extname(file)]!.exec(text)?.[0] ?? null;
};
