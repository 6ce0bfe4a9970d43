import { expect, test } from 'vitest';
import { chunkName } from '../../../src/site/chunk-names.ts';

const src = '/home/someone/four-tables/src';
const modules = '/home/someone/four-tables/node_modules';

test.each([
  ['editor-codemirror', { name: 'codemirror', facadeModuleId: `${src}/lab/editor/codemirror.ts` }],
  ['terminal', { name: 'Terminal', facadeModuleId: `${src}/lab/terminal/Terminal.tsx` }],
  ['explain-explaindump', { name: 'ExplainDump', facadeModuleId: `${src}/explain/ExplainDump.tsx` }],
  ['xterm', { name: 'xterm', facadeModuleId: `${modules}/@xterm/xterm/lib/xterm.mjs` }],
  [
    'starlight-search',
    {
      name: 'Search.astro_astro_type_script_index_0_lang',
      facadeModuleId: `${modules}/@astrojs/starlight/components/Search.astro?astro&type=script&index=0&lang.ts`,
    },
  ],
  [
    'netfilter-shell',
    {
      name: 'jsxRuntime.module',
      moduleIds: [
        `${src}/netfilter/command/getopt.ts`,
        `${src}/netfilter/print/save.ts`,
        `${src}/shell/run.ts`,
        `${modules}/preact/jsx-runtime/dist/jsxRuntime.module.js`,
        `${src}/netfilter/print/list.ts`,
        `${src}/netfilter/types.ts`,
        `${src}/netfilter/registry.ts`,
        `${src}/shell/ping.ts`,
      ],
    },
  ],
  ['preload-helper', { name: 'preload-helper', moduleIds: ['\0vite/preload-helper.js'] }],
])('%s', (name, chunk) => expect(chunkName(chunk)).toBe(name));
