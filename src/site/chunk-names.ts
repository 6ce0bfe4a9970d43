/** What is known of a script of the built site when it is named. */
interface Chunk {
  readonly name: string;
  readonly facadeModuleId?: string | null;
  readonly moduleIds?: readonly string[];
}

const words = (path: string): readonly string[] =>
  path
    .split(/[^A-Za-z0-9]+/)
    .filter((word) => word !== '')
    .map((word) => word.toLowerCase());

const joined = (all: readonly string[]): string => [...new Set(all)].join('-');

/**
 * Where a module belongs: `editor-codemirror` for src/lab/editor/codemirror.ts, `starlight-search` for a
 * component of Starlight's, a package's name for other code. The build's own modules belong nowhere.
 */
const placeOf = (id: string): { readonly folder: string; readonly file: string } | null => {
  const path = id.split('?')[0]!.replaceAll('\\', '/');
  const [, ours] = /\/src\/((?:lab\/)?.*)$/.exec(path.includes('/node_modules/') ? '' : path) ?? [];
  if (ours !== undefined) {
    const inside = ours.replace(/^lab\//, '').split('/');
    const file = inside.pop()!.split('.')[0]!;
    return { folder: inside[0] ?? 'lab', file: joined([...inside.flatMap(words), ...words(file)]) };
  }
  const [, scope, name, rest] = /.*\/node_modules\/(?:@([^/]+)\/)?([^/]+)(?:\/(.*))?$/.exec(path) ?? [];
  if (name === undefined) return null;
  const named = joined(words(scope === undefined || scope === 'astrojs' ? name : scope));
  const file = rest?.split('/').at(-1)?.split('.')[0] ?? '';
  return { folder: named, file: joined([named, ...words(file)]) };
};

/**
 * A name that says what is in a script: the module that it is for or all it has, or the two folders or packages that
 * most of what is shared comes from.
 */
export const chunkName = ({ name, facadeModuleId, moduleIds = [] }: Chunk): string => {
  const only = facadeModuleId ?? (moduleIds.length === 1 ? moduleIds[0] : null);
  const own = only ? placeOf(only) : null;
  if (own) return own.file;
  const counts = new Map<string, number>();
  for (const id of moduleIds) {
    const folder = placeOf(id)?.folder;
    if (folder) counts.set(folder, (counts.get(folder) ?? 0) + 1);
  }
  const folders = [...counts].sort(([, a], [, b]) => b - a).filter(([, n], _, [most]) => n * 4 >= most![1]);
  const [first, second] = folders.map(([folder]) => folder);
  // The bundler names what is shared after one of its modules: inside one folder that says more.
  if (!first || !second) return joined([...(first ? [first] : []), ...words(name.split('.')[0]!)]);
  return joined([first, second]);
};

const fileName = (chunk: Chunk): string => `_astro/${chunkName(chunk)}.[hash].js`;

/** For the bundler: the names of all scripts. */
export const chunkNames = { entryFileNames: fileName, chunkFileNames: fileName };

const everywhere =
  /\/node_modules\/preact\/jsx-runtime\/|\/src\/(lab\/(engine\/(client|protocol)\.ts|exercise\/Coded\.tsx|progress\.ts)|labels\/say\.ts)$/;

/**
 * For the bundler: what nearly every island needs is one script, also where an island needs a part of it only. Otherwise
 * each new combination cuts what every lab loads into more pieces.
 */
export const codeSplitting = {
  groups: [{ name: 'islands', test: everywhere }],
};

/**
 * For the bundler: what the simulator's worker always needs is one script. Cut where rare parts need it too, it was forty, and
 * each is compressed by itself.
 */
export const workerSplitting = {
  groups: [{ name: 'simulator', tags: ['$initial' as const] }],
};
