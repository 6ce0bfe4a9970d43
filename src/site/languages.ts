import { languagesOf } from '../cli/translations.ts';
import { course } from './course.ts';

const own = course.language ?? 'en';
const codes = languagesOf('content');

/** A language by its name in itself: Deutsch. */
const nameOf = (code: string): string => new Intl.DisplayNames(code, { type: 'language' }).of(code) ?? code;

/** The languages of the site, as Starlight takes them: the course's own, and those of the folders in lessons/. */
export const locales = {
  root: { label: nameOf(own), lang: own },
  ...Object.fromEntries(codes.map((code) => [code.toLowerCase(), { label: nameOf(code), lang: code }])),
};

const codeOf = (id: string): string | undefined =>
  codes.find((code) => id.startsWith(`${code.toLowerCase()}/`));

/** What a page has the content of, or is a translation of: `lessons/listing` for `de/lessons/listing`. */
export const originalId = (id: string): string => id.slice((codeOf(id)?.length ?? -1) + 1);

/** The language of a page. */
export const languageOf = (id: string): string => codeOf(id) ?? own;
