/** Lighthouse's mobile preset over some pages, each the median of several runs. */
import lighthouse from 'lighthouse';

/** What Lighthouse says of a page. Times are in milliseconds. */
export interface Measured {
  /** Performance, accessibility, best practices, search; the worst of the runs but for performance's median. */
  readonly scores: readonly number[];
  readonly lcp: number;
  readonly blocking: number;
  readonly shift: number;
}

const categories = ['performance', 'accessibility', 'best-practices', 'seo'] as const;

const one = async (url: string, port: number): Promise<Measured> => {
  const result = await lighthouse(url, {
    port,
    logLevel: 'error',
    onlyCategories: [...categories],
    // By itself Lighthouse empties the cache and leaves what pages keep: a visit that no browser makes.
    clearStorageTypes: ['all'],
  });
  if (!result || result.lhr.runtimeError)
    throw new Error(`${url}: ${result?.lhr.runtimeError?.message ?? 'no result'}`);
  const { lhr } = result;
  const value = (audit: string) => lhr.audits[audit]?.numericValue ?? Number.NaN;
  return {
    scores: categories.map((name) => Math.round((lhr.categories[name]?.score ?? 0) * 100)),
    lcp: value('largest-contentful-paint'),
    blocking: value('total-blocking-time'),
    shift: value('cumulative-layout-shift'),
  };
};

const median = (numbers: readonly number[]): number =>
  [...numbers].sort((a, b) => a - b)[Math.floor(numbers.length / 2)]!;

/** Each page, `times` times. The pages take turns, so that all have the machine in the same moods. */
export const measure = async (
  urls: readonly string[],
  port: number,
  times: number,
): Promise<readonly Measured[]> => {
  const runs = urls.map(() => [] as Measured[]);
  for (let i = 0; i < times; i++) for (const [n, url] of urls.entries()) runs[n]!.push(await one(url, port));
  return runs.map((all) => ({
    scores: categories.map((_, c) => {
      const scores = all.map((m) => m.scores[c]!);
      return c === 0 ? median(scores) : Math.min(...scores);
    }),
    lcp: median(all.map((m) => m.lcp)),
    blocking: median(all.map((m) => m.blocking)),
    shift: median(all.map((m) => m.shift)),
  }));
};
