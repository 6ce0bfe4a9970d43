import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { parse } from 'yaml';
import { checkLab } from '../../../../src/course/checkLab.ts';
import type { Network } from '../../../../src/course/lesson.ts';
import { frontLab } from '../../../../src/lab/exercise/frontLab.ts';

const network = parse(readFileSync(`content/networks/${frontLab.network}.yaml`, 'utf8')) as Network;

it('what the front page’s exercise promises is proven as in a lesson', () =>
  expect(checkLab(frontLab, { [frontLab.network]: network })).toEqual([]));
