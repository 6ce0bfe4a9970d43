/** The lines of transcript.txt, and what they print in each place that runs them. */
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { freshHost, mounted } from '../unit/container/mountedLab.ts';
import { type Printed, runReal, withoutComments } from './real.ts';

/** Every line. `A & B & wait` are two at once. */
export const lines: readonly string[] = readFileSync(join(import.meta.dirname, 'transcript.txt'), 'utf8')
  .split('\n')
  .filter((l) => l !== '' && !l.startsWith('#'));

const atOnce = (line: string): readonly string[] | null =>
  line.endsWith(' & wait') ? line.split(' & ').slice(0, -1) : null;

/** Whether all commands of a line are iptables' own, or those of pipes. */
export const isIptables = (line: string): boolean =>
  line.split(/ [|&] /).every((c) => /^(iptables(-save|-restore)?|grep|echo|wait)\b/.test(c));

/** As a line is compared: without times and who speaks; of two at once, nobody knows who prints first. */
const normal = (line: string, { status, stdout, stderr }: Printed): Printed => {
  const sorted = (text: string) => (atOnce(line) ? text.split('\n').sort().join('\n').trimStart() : text);
  return {
    status,
    stdout: sorted(withoutComments(stdout)),
    stderr: sorted(stderr.replace(/^bash: line \d+: /gm, '')),
  };
};

/** What `four-tables run` prints. Two at once are run one after the other, and `wait` has the status 0. */
export const byRun = (): readonly Printed[] => {
  const script = lines.flatMap((l) => atOnce(l) ?? [l]);
  const { stdout } = spawnSync(process.execPath, ['src/cli/main.ts', 'run', '-'], {
    input: script.join('\n'),
    encoding: 'utf8',
  });
  const printed = stdout
    .trimEnd()
    .split('\n')
    .map((l) => JSON.parse(l) as Printed);
  return lines.map((line) => {
    const several = atOnce(line);
    const runs = printed.splice(0, several?.length ?? 1);
    return normal(line, {
      status: several ? 0 : runs[0]!.status,
      stdout: runs.map((r) => r.stdout).join(''),
      stderr: runs.map((r) => r.stderr).join(''),
    });
  });
};

/** What the files print that the full terminal mounts, run by the real Node from a real shell. */
export const byMountedFiles = async (): Promise<readonly Printed[]> => {
  const { container, run } = await mounted(await freshHost());
  try {
    const printed: Printed[] = [];
    for (const line of lines) printed.push(normal(line, await run(line)));
    return printed;
  } finally {
    await container.teardown();
  }
};

/** What the real commands print of the lines that are iptables' own. */
export const byRealCommands = (): Readonly<Record<string, Printed>> => {
  const chosen = lines
    .map((line, i) => ({ line, key: `${i + 1} ${line}` }))
    .filter(({ line }) => isIptables(line));
  const printed = runReal(chosen.map(({ line }) => ({ command: `{ ${line}\n}` })));
  return Object.fromEntries(chosen.map(({ line, key }, i) => [key, normal(line, printed[i]!)]));
};
