import { describe, expect, test } from 'vitest';
import { type Theme, themeColours } from '../../../src/site/theme-colours.ts';

/** WCAG 2.2, relative luminance. */
const luminance = (hex: string): number => {
  const [r, g, b] = [1, 3, 5].map((at) => {
    const c = Number.parseInt(hex.slice(at, at + 2), 16) / 255;
    return c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r! + 0.7152 * g! + 0.0722 * b!;
};
const contrast = (a: string, b: string): number => {
  const [light, dark] = [luminance(a), luminance(b)].sort((x, y) => y - x);
  return (light! + 0.05) / (dark! + 0.05);
};

const forText = [
  'ink',
  'muted',
  'accent',
  'accept',
  'drop',
  'reject',
  'raw',
  'mangle',
  'nat',
  'filter',
  'security',
  'conntrack',
];

test('the measure itself: black on white is 21, and grey 777 on white is just below 4.5', () => {
  expect(contrast('#000000', '#ffffff')).toBeCloseTo(21, 5);
  expect(contrast('#777777', '#ffffff')).toBeCloseTo(4.48, 2);
});

describe.each(['light', 'dark'] satisfies Theme[])('%s theme', (theme) => {
  const colours = themeColours()[theme];
  test.each(
    forText.flatMap((text) => ['paper', 'raised', 'sunken'].map((ground) => [text, ground] as const)),
  )('text in %s on %s has a contrast of at least 4.5', (text, ground) =>
    expect(contrast(colours[text]!, colours[ground]!)).toBeGreaterThanOrEqual(4.5),
  );
  test('the packet stands out from the paper as a shape', () => {
    expect(contrast(colours['packet']!, colours['paper']!)).toBeGreaterThanOrEqual(theme === 'dark' ? 3 : 2);
  });
});
