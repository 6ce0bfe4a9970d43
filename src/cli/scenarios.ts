import { parseDocument } from 'yaml';
import type { BackendName } from '../netfilter/types.ts';
import { decodeScenario } from '../network/decodeScenario.ts';
import { runScenario } from '../network/runScenario.ts';
import type { ProbeResult } from '../network/sendProbe.ts';
import type { World } from '../network/world.ts';
import { readInput } from './verb.ts';

/** A scenario file that was run. */
export interface ScenarioResult {
  readonly file: string;
  readonly world: World;
  readonly sent: readonly ProbeResult[];
}

const decode = (file: string): unknown => {
  const text = readInput(file);
  if (!/\.ya?ml$/.test(file)) return JSON.parse(text);
  const document = parseDocument(text);
  if (document.errors[0]) throw document.errors[0];
  return document.toJS();
};

/**
 * Runs scenario files one by one, JSON or YAML. Says on stderr what is wrong with a file; gives the exit
 * status.
 */
export const runScenarios = (
  files: readonly string[],
  backend: BackendName,
  use: (result: ScenarioResult) => void,
): number => {
  let status = 0;
  for (const file of files) {
    const failed = (message: string) => {
      process.stderr.write(`${file}: ${message}\n`);
      status = 1;
    };
    try {
      const decoded = decodeScenario(decode(file), backend);
      const ran = decoded.ok ? runScenario(decoded.scenario, backend) : decoded;
      if (ran.ok) use({ file, world: ran.world, sent: ran.sent });
      else for (const p of ran.problems) failed(`${p.path.join('.') || 'scenario'}: ${p.message}. ${p.hint}`);
    } catch (error) {
      failed((error as Error).message.split('\n')[0]!);
    }
  }
  return status;
};
