/**
 * What a container promises, asked of both: child processes of this machine, and the vendor's module as it is
 * played here by them.
 */
import { mkdir, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { filesOfTexts, readFiles, textsOf } from '../../../src/container/carried.ts';
import type { Container, Running, Tree } from '../../../src/container/container.ts';
import { localContainer } from '../../../src/container/local.ts';
import { treeOf as treeOfLab } from '../../../src/container/tree.ts';
import { type Booted, type Vendor, webContainer } from '../../../src/container/webContainer.ts';
import { exerciseOf } from './mountedLab.ts';

type VendorTree = Parameters<Booted['mount']>[0];
const treeOf = (tree: VendorTree): Tree =>
  Object.fromEntries(
    Object.entries(tree as Record<string, { file?: { contents: string }; directory?: VendorTree }>).map(
      ([name, e]) => [name, e.directory ? treeOf(e.directory) : e.file!.contents],
    ),
  );

/** The vendor's module over child processes. `fail` plays its error event. */
const played = () => {
  const local = localContainer();
  const errors: ((e: { message: string }) => void)[] = [];
  const booted = {
    workdir: local.folder,
    path: '/usr/bin',
    mount: (tree: VendorTree) => local.mount(treeOf(tree)),
    spawn: async (
      program: string,
      args: string[],
      options: { env: Record<string, string>; terminal?: { cols: number; rows: number } },
    ) => {
      expect(options.env['PATH']).toBe(`${local.folder}/bin:/usr/bin`);
      const child = await local.spawn(program, args, options);
      return { ...child, input: new WritableStream<string>({ write: (text) => child.write(text) }) };
    },
    on: (_: string, listener: (e: { message: string }) => void) => errors.push(listener),
    fs: {
      readFile: local.read,
      writeFile: local.write,
      readdir: (folder: string, options: { withFileTypes: true }) =>
        readdir(join(local.folder, folder), options),
      watch: (folder: string, changed: () => void) => ({ close: local.watch(folder, changed) }),
    },
    teardown: () => void local.teardown(),
  };
  const vendor = { WebContainer: { boot: async () => booted } } as unknown as Vendor;
  return {
    vendor,
    fail: (message: string) => {
      for (const tell of errors) tell({ message });
    },
  };
};

const open: Readonly<Record<string, () => Promise<Container>>> = {
  'child processes': async () => localContainer(),
  'the vendor’s module, played': () => webContainer(played().vendor),
};
const all = async (running: Running): Promise<string> => {
  let text = '';
  for await (const part of running.output as ReadableStream<string> & AsyncIterable<string>) text += part;
  return text;
};

describe.each(Object.entries(open))('%s', (_, make) => {
  const opened = async (tree: Tree = {}) => {
    const container = await make();
    onTestFinished(() => container.teardown());
    await container.mount(tree);
    return container;
  };

  it('mounts a tree, over what is there and beside it', async () => {
    const c = await opened({ a: { b: { c: 'deep' } }, top: '1' });
    await c.mount({ a: { d: 'beside' }, top: '2' });
    expect([await c.read('a/b/c'), await c.read('a/d'), await c.read('top')]).toEqual([
      'deep',
      'beside',
      '2',
    ]);
  });

  it('lists a folder, and what is not there rejects', async () => {
    const c = await opened({ a: { b: {}, file: '' } });
    expect((await c.list('a')).toSorted((x, y) => (x.name < y.name ? -1 : 1))).toEqual([
      { name: 'b', kind: 'folder' },
      { name: 'file', kind: 'file' },
    ]);
    await expect(c.list('nothing')).rejects.toThrow();
  });

  it('carries files in and out, whole folders of them; its own stay there', async () => {
    const files = {
      '/root/a.sh': 'iptables -L\n',
      '/root/deep/er/ü': '1',
      '/etc/iptables/rules.v4': '*filter\nCOMMIT\n',
      '/tmp/x': '',
    };
    const c = await opened(
      treeOfLab({ ...(await exerciseOf('05-masquerade-versus-snat', 'write-masquerade')), files }),
    );
    expect(await readFiles(c)).toEqual(files);
    expect(textsOf(filesOfTexts(await readFiles(c), 0))).toEqual(files);
    await c.write('a.sh', 'another');
    await c.write('lib/mine', 'in a folder of the tree’s');
    await c.write('zero', 'a\0b');
    expect(await readFiles(c)).toEqual({ ...files, '/root/a.sh': 'another' });
  });

  it('reads what was written, and not what is not there', async () => {
    const c = await opened({ run: {} });
    await c.write('run/x', 'ü\n');
    expect(await c.read('run/x')).toBe('ü\n');
    await expect(c.read('run/y')).rejects.toThrow();
  });

  it('starts a program with its arguments, prints what it says on both streams, and gives its status', async () => {
    const c = await opened();
    const p = await c.spawn('node', [
      '-e',
      'console.log(process.argv[1]); console.error("err"); process.exitCode = 3',
      'a b',
    ]);
    const text = await all(p);
    expect([text.includes('a b\n'), text.includes('err\n'), await p.exit]).toEqual([true, true, 3]);
  });

  it('gives a process what is written to it, and the size of its terminal', async () => {
    const c = await opened();
    const p = await c.spawn('sh', ['-c', 'read x; echo "$x $COLUMNS $LINES"'], {
      terminal: { cols: 91, rows: 17 },
    });
    p.write('hello\n');
    p.resize({ cols: 40, rows: 10 });
    expect(await all(p)).toBe('hello 91 17\n');
  });

  it('ends a process that does not end by itself', async () => {
    const c = await opened();
    const p = await c.spawn('sleep', ['60']);
    p.kill();
    expect(await p.exit).not.toBe(0);
  });

  it('refuses a program that is not there', async () => {
    const c = await opened();
    await expect(c.spawn('no-such-program', [])).rejects.toThrow();
  });

  it('says when a process has changed a file of a folder, also by renaming, until it is asked no more', async () => {
    const c = await opened({ run: { world: '1' } });
    let seen = 0;
    let tell = () => {};
    const end = c.watch('run', () => {
      seen++;
      tell();
    });
    const change = (text: string) =>
      c.spawn('sh', ['-c', `echo ${text} > run/draft; mv run/draft run/world`]).then((p) => p.exit);
    const told = new Promise<void>((done) => {
      tell = done;
    });
    await change('2');
    await told;
    expect(await c.read('run/world')).toBe('2\n');
    end();
    const before = seen;
    await change('3');
    expect(seen).toBe(before);
  });
});

it('a container that is lost says so once, to who asks later too', async () => {
  const { vendor, fail } = played();
  const container = await webContainer(vendor);
  const said: string[] = [];
  container.onLost((why) => said.push(why));
  fail('out of memory');
  fail('and again');
  container.onLost((why) => said.push(why));
  expect(said).toEqual(['out of memory', 'out of memory']);
  await container.teardown();
});

it('a container that was given up says nothing', async () => {
  const { vendor, fail } = played();
  const container = await webContainer(vendor);
  const said: string[] = [];
  container.onLost((why) => said.push(why));
  await container.teardown();
  fail('closed');
  expect(said).toEqual([]);
});

it('a temporary directory is gone with its container', async () => {
  const container = localContainer();
  await mkdir(join(container.folder, 'x'));
  await writeFile(join(container.folder, 'x', 'y'), '');
  await container.teardown();
  await expect(container.read('x/y')).rejects.toThrow();
});
