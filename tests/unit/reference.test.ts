/** The reference: every command that a page shows loads as it is printed, and every page has the same parts. */
import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { createWorld } from '../../src/network/createWorld.ts';
import '../../src/shell/commands/all.ts';
import { runScript } from '../../src/shell/run.ts';

const pages = ['matches', 'targets'].flatMap((folder) =>
  readdirSync(`content/reference/${folder}`).map((file) => ({
    name: `${folder}/${file.replace('.mdx', '')}`,
    text: readFileSync(`content/reference/${folder}/${file}`, 'utf8'),
  })),
);

/** What the kernel that is imitated cannot load, as its page says. */
const refused = ['matches/ipvs', 'matches/nfacct', 'targets/CLUSTERIP', 'targets/LED', 'targets/SECMARK'];

const blocks = (text: string): readonly string[] =>
  [...text.matchAll(/```iptables\n([\s\S]*?)```/g)].map((m) => m[1]!);

/** What goes wrong when these lines are typed on a fresh host. */
const failures = (script: string): readonly string[] => {
  const made = createWorld({ hosts: { host: { interfaces: { eth0: { link: 'net' } } } } });
  if (!made.ok) throw new Error('the fresh host cannot be made');
  return [...runScript(made.world, 'host', script)]
    .filter((ran) => ran.status !== 0)
    .map((ran) => `${ran.command}: ${ran.stderr}`);
};

describe.each(pages.map((page) => [page.name, page.text] as const))('%s', (name, text) => {
  it('shows a command', () => expect(blocks(text).join('')).toContain('iptables '));
  it(
    refused.includes(name) ? 'says that the labs refuse its rule' : 'shows commands that load as printed',
    () => {
      const wrong = blocks(text).flatMap(failures);
      if (refused.includes(name)) {
        expect(wrong).not.toEqual([]);
        expect(text).toMatch(/refuse/);
      } else expect(wrong).toEqual([]);
    },
  );
  it('shows whole commands, each on its line', () => {
    for (const line of blocks(text).flatMap((block) => block.trim().split('\n')))
      expect(line).toMatch(/^(iptables|ipset|nfacct|sysctl) /);
  });
  it('has a description that is a sentence, and says when to use it', () => {
    expect(/^description: "(.*)"$/m.exec(text)?.[1]).toMatch(/^[A-Z].*\.$/);
    expect(text).toContain('## Good to know');
  });
});
