import { existsSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { type Find, gradeExercise, gradeFound } from '../course/grade.ts';
import { runLab, startLab } from '../course/lab.ts';
import type { Exercise, Lab, Network } from '../course/lesson.ts';
import { typeAll, typedLines } from '../course/typed.ts';
import { lessonProblems } from '../lesson.schema.ts';
import { createWorld } from '../network/create.ts';
import { type LessonFile, lessonPaths, readLesson, readNetworks } from './files.ts';
import type { Verb } from './verb.ts';

type Say = (path: readonly (string | number)[], message: string) => void;

const checkLab = (
  lab: Lab,
  at: readonly (string | number)[],
  networks: Readonly<Record<string, Network>>,
  say: Say,
): Network | null => {
  const network = networks[lab.network];
  if (!network) {
    say(
      [...at, 'network'],
      `there is no network ${lab.network}; there are ${Object.keys(networks).join(', ')}`,
    );
    return null;
  }
  const made = createWorld(network);
  if (!made.ok) {
    say(
      [...at, 'network'],
      `the network ${lab.network} cannot be made: ${made.problems[0]!.path.join('.')}: ${made.problems[0]!.message}`,
    );
    return null;
  }
  const senders = [...lab.packets, ...(lab.change?.packets ?? [])].map((p) => p.probe.from);
  const stranger = [lab.host, ...senders].find((h) => !made.world.hosts[h]);
  if (stranger === undefined) return network;
  say(at, `the network ${lab.network} has no host ${stranger}`);
  return null;
};

const checkFind = (e: Find, at: readonly (string | number)[], network: Network, say: Say): void => {
  if (e.language !== 'terminal')
    say([...at, 'language'], 'what is found out by typing needs the language terminal');
  const world = startLab(network);
  const answers = e.asks.map((a) => a.answers[0] ?? '');
  const typed = (text: string) => typeAll(world, e.host, typedLines(text));
  if (
    gradeFound(
      e,
      typed(e.start).ran,
      answers.map(() => ''),
    ).passed
  )
    say([...at, 'start'], 'the start passes already');
  const solved = typed(`${e.start}\n${e.solution}`);
  const { runs } = gradeFound(e, solved.ran, answers);
  const screen = solved.transcript
    .map((t) => `${t.line}\n${t.output}`)
    .join('')
    .toLowerCase();
  for (const [i, r] of e.runs.entries())
    if (!runs[i]) say([...at, 'runs', i], `the solution does not run ${r.command}, or it fails`);
  for (const [i, a] of e.asks.entries()) {
    if (!screen.includes((a.answers[0] ?? ' ').toLowerCase()))
      say([...at, 'asks', i], `the solution does not print the answer ${a.answers[0] ?? ''}`);
    for (const wrong of a.wrong)
      if (
        gradeFound(
          e,
          solved.ran,
          answers.map((right, j) => (i === j ? wrong : right)),
        ).passed
      )
        say([...at, 'asks', i, 'wrong'], `the answer ${wrong} passes`);
  }
};

const checkExercise = (e: Exercise, at: readonly (string | number)[], network: Network, say: Say): void => {
  if (e.kind === 'find') return checkFind(e, at, network, say);
  if (e.kind === 'predict') {
    if (e.language === 'terminal')
      say([...at, 'language'], 'a prediction has its commands in an editor: write commands or save');
    for (const p of runLab(e, network, e.start).packets)
      if (!p.passed)
        say(
          [...at, 'packets'],
          `"${p.expectation.probe.name}" is said to end ${p.expectation.outcome}, and ends ${p.answer.outcome}`,
        );
    return;
  }
  if (gradeExercise(e, network, e.start).passed) say([...at, 'start'], 'the start passes already');
  const solution = gradeExercise(e, network, e.solution);
  const problem = solution.result.problems[0];
  if (problem) say([...at, 'solution'], `the solution has a mistake: ${problem.message.split('\n')[0]}`);
  for (const p of solution.result.packets)
    if (!p.passed)
      say(
        [...at, 'solution'],
        `with the solution "${p.expectation.probe.name}" ends ${p.answer.outcome}, seen from ${p.answer.seen?.source ?? 'nowhere'}`,
      );
  for (const [i, wrong] of e.wrong.entries()) {
    const failing = gradeExercise(e, network, wrong.answer)
      .result.packets.filter((p) => !p.passed)
      .map((p) => p.expectation.probe.name);
    if (!failing.includes(wrong.fails))
      say(
        [...at, 'wrong', i],
        `this answer does not fail "${wrong.fails}"${failing.length ? `; it fails "${failing.join('", "')}"` : '; it passes'}`,
      );
  }
};

const checkLesson = (file: LessonFile, networks: Readonly<Record<string, Network>>): readonly string[] => {
  const defects: string[] = [];
  const say: Say = (path, message) => defects.push(`${file.path}:${file.lineOf(path)}: ${message}`);
  const shape = lessonProblems(file.lesson);
  for (const { path, message } of shape) say(path, message);
  if (shape.length) return defects;
  const { labs, exercises } = file.lesson;
  if (exercises.length < 3)
    say(['exercises'], `a lesson has at least three exercises; this one has ${exercises.length}`);
  const ids = [...labs, ...exercises].map((l) => l.id);
  for (const [i, id] of ids.entries())
    if (ids.indexOf(id) !== i) say(['exercises'], `the id ${id} stands twice`);
  for (const [i, lab] of labs.entries()) checkLab(lab, ['labs', i], networks, say);
  for (const [i, e] of exercises.entries()) {
    const network = checkLab(e, ['exercises', i], networks, say);
    if (network) checkExercise(e, ['exercises', i], network, say);
  }
  for (const [i, line] of file.body.split('\n').entries())
    for (const [, tag, id] of line.matchAll(/<(Lab|Exercise|Output|Way)\s+(?:id|lab)="([^"]*)"/g))
      if (!(tag === 'Exercise' ? exercises : labs).some((l) => l.id === id))
        defects.push(
          `${file.path}:${file.bodyLine + i}: <${tag}> names ${id}, and there is no such ${tag === 'Exercise' ? 'exercise' : 'lab'}`,
        );
  return defects;
};

export const check: Verb = {
  summary: 'finds the defects of lessons and exercises',
  help: `Usage: four-tables check [PATH…]

PATH is a lesson or a content folder; content/ if you leave it out. Prints every defect as
file:line: what is wrong. Status 1 if there is any.
`,
  run(args) {
    const defects: string[] = [];
    for (const path of args.length ? args : ['content']) {
      if (!existsSync(path)) {
        defects.push(`${path}:1: there is no such file`);
        continue;
      }
      const folder = statSync(path).isDirectory();
      const networks = readNetworks(folder ? path : join(dirname(path), '..'));
      for (const lesson of folder ? lessonPaths(path) : [path]) {
        try {
          defects.push(...checkLesson(readLesson(lesson), networks));
        } catch (error) {
          defects.push((error as Error).message);
        }
      }
    }
    for (const defect of defects) process.stdout.write(`${defect}\n`);
    return defects.length ? 1 : 0;
  },
};
