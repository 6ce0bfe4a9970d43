/** The real command in a network namespace of its own, that goes with the process. */
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { BackendName } from '../../src/netfilter/types.ts';
import { standingSets } from './standingSets.ts';

/** What one command printed. */
export interface Printed {
  readonly status: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Why the real thing cannot be asked here; null where it can. */
export const unavailable = (): string | null => {
  if (process.platform !== 'linux') return 'this is not Linux';
  if (process.getuid?.() !== 0) return 'this is not root';
  const ipset = spawnSync('ipset', ['version'], { encoding: 'utf8' }).stdout ?? '';
  if (!ipset.includes('v7.17,')) return `ipset is ${ipset.trim() || 'not installed'}, not 7.17`;
  for (const [command, wanted] of [
    ['iptables-legacy', '1.8.9 (legacy)'],
    ['iptables-nft', '1.8.9 (nf_tables)'],
  ] as const) {
    const version = spawnSync(command, ['-V'], { encoding: 'utf8' }).stdout ?? '';
    if (!version.includes(wanted)) return `${command} is ${version.trim() || 'not installed'}, not 1.8.9`;
  }
  return spawnSync('unshare', ['-n', 'iptables-legacy', '-S']).status === 0
    ? null
    : 'this kernel has no iptables';
};

/** A shell command, and what it reads. */
export interface Asked {
  readonly command: string;
  readonly input?: string;
  /** Run only if the last command without this mark ended with 0. */
  readonly ifTaken?: boolean;
}

/** The status of a command that was not run. */
export const notRun = -1;

/** One process a command, which is what a person does. */
const oneByOne = (parts: readonly Asked[], inputs: readonly string[]): string =>
  parts
    .map(({ command, ifTaken }, i) => {
      const run = `${command} ${inputs[i] && `<${inputs[i]}`} >&3 2>&4; s=$?`;
      return `${ifTaken ? `if [ $taken = 0 ]; then ${run}; else s=${notRun}; fi` : `${run}; taken=$s`}; printf '\\036%s\\035' $s >&3; printf '\\035' >&4`;
    })
    .join('\n');

/**
 * The same, quicker: the shell splits the lines into words, and `kernel/again.c` has the command run each of
 * them.
 */
const atOnce = (
  parts: readonly Asked[],
  inputs: readonly string[],
  folder: string,
  library: string,
): string =>
  [
    `exec 5>${folder}/asked`,
    `ask() { printf '%s\\0' "$1" "$2" $(($# - 2)) "\${@:3}" >&5; }`,
    ...parts.map(({ command, ifTaken }, i) => `ask ${ifTaken ? 1 : 0} '${inputs[i]}' ${command}`),
    `LD_PRELOAD=${library} exec iptables 5<${folder}/asked >&3 2>&4`,
  ].join('\n');

/** The library of `kernel/again.c`, for as long as this process lives; null where there is no C compiler. */
const again = (() => {
  let made: string | null | undefined;
  return (): string | null => {
    if (made !== undefined) return made;
    const folder = mkdtempSync(join(tmpdir(), 'four-tables-again-'));
    process.on('exit', () => rmSync(folder, { recursive: true }));
    const file = join(folder, 'again.so');
    made =
      spawnSync('cc', [
        '-O1',
        '-shared',
        '-fPIC',
        '-o',
        file,
        join(import.meta.dirname, 'kernel/again.c'),
        '-ldl',
      ]).status === 0
        ? file
        : null;
    return made;
  };
})();

/** A folder in which `iptables`, `iptables-save` and `iptables-restore` are those of the backend. */
const commandsOf = (backend: BackendName, folder: string): string => {
  const bin = join(folder, 'bin');
  mkdirSync(bin);
  const real = spawnSync('which', [`xtables-${backend}-multi`], { encoding: 'utf8' }).stdout.trim();
  for (const name of ['iptables', 'iptables-save', 'iptables-restore']) symlinkSync(real, join(bin, name));
  return bin;
};

/**
 * Runs shell commands one after the other in one fresh namespace, where `iptables` is that of the backend.
 */
export const runReal = (commands: readonly Asked[], backend: BackendName = 'legacy'): readonly Printed[] => {
  const folder = mkdtempSync(join(tmpdir(), 'four-tables-real-'));
  try {
    const inputs = commands.map(({ input }, i) => {
      if (input === undefined) return '';
      const file = join(folder, `in${i}`);
      writeFileSync(file, input);
      return file;
    });
    const library = commands.every(({ command }) => /^iptables(-save|-restore)?( |$)/.test(command))
      ? again()
      : null;
    const script = library === null ? oneByOne(commands, inputs) : atOnce(commands, inputs, folder, library);
    writeFileSync(join(folder, 'sets'), standingSets);
    writeFileSync(
      join(folder, 'script'),
      `ipset restore <${folder}/sets\nexec 3>${folder}/o 4>${folder}/e\n${script}`,
    );
    const PATH = `${commandsOf(backend, folder)}:${process.env['PATH']}`;
    spawnSync('unshare', ['-n', 'bash', join(folder, 'script')], {
      env: { ...process.env, PATH, XTABLES_LOCKFILE: join(folder, 'lock') },
    });
    const parts = (name: string) => readFileSync(join(folder, name), 'utf8').split('\x1d').slice(0, -1);
    const errors = parts('e');
    return parts('o').map((part, i) => {
      const [out = '', status = ''] = part.split('\x1e');
      return { status: Number(status), stdout: out, stderr: errors[i] ?? '' };
    });
  } finally {
    rmSync(folder, { recursive: true });
  }
};

/** iptables-save's text without the comment lines that hold the time. */
export const withoutComments = (text: string): string => text.replace(/^#.*\n/gm, '');
