import { createHash } from 'node:crypto';
import { below } from '../lab/siteUrl.ts';
import { parseHeaders } from '../tasks/serve.mjs';

/** The scripts written into a page itself, without those that only carry data. */
export const inlineScripts = (html: string): readonly string[] =>
  [...html.matchAll(/<script(?![^>]*\bsrc=)([^>]*)>([\s\S]*?)<\/script>/g)]
    .filter(([, attributes]) => !/type="(application\/(ld\+)?json|text\/plain)"/.test(attributes!))
    .map(([, , body]) => body!);

/** A script's name in a Content-Security-Policy. */
export const scriptHash = (body: string): string =>
  `'sha256-${createHash('sha256').update(body).digest('base64')}'`;

/** `_headers` text without what stands below one path. */
export const withoutRoute = (text: string, path: string): string =>
  text
    .split(/^(?=\S)/m)
    .filter((block) => block.split('\n')[0]!.trim() !== path)
    .join('');

/** `_headers` text for a site that is published in a folder of its host. */
export const headersBelow = (base: string, text: string): string =>
  text.replace(/^\//gm, () => below(base, '/'));

/**
 * A page with the policy that `_headers` has for its path in a meta element, for hosts that send no headers. It allows the
 * page's own inline scripts alone; where both policies come, both apply. Who may show the page in a frame can be said in a
 * header only.
 */
export const withPolicy = (headers: string, path: string, html: string): string => {
  const policy = parseHeaders(headers)
    .filter((rule) => rule.matches.test(path))
    .flatMap((rule): readonly (readonly [name: string, value: string])[] => rule.headers)
    .findLast(([name]) => name === 'Content-Security-Policy')?.[1];
  if (policy === undefined) return html;
  const content = policy
    .replace(/;\s*frame-ancestors [^;]*/, '')
    .replace('{inline-scripts}', [...new Set(inlineScripts(html).map(scriptHash))].join(' '));
  // Before every script. Browsers look for the charset in the first kilobyte.
  return html
    .replace(/<meta charset="utf-8"\s*\/?>/i, '')
    .replace(
      '<head>',
      () => `<head><meta charset="utf-8"><meta http-equiv="Content-Security-Policy" content="${content}">`,
    );
};
