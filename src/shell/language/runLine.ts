/** A line of commands, and what is left of it where something ended it. */

import { freshShell } from '../session.ts';
import type { Execution } from './execution.ts';
import { Discard, Exit, Rebooted, Stop } from './stops.ts';
import type { List } from './syntax.ts';

/** Runs the commands of a line. */
export function* runLine(x: Execution, list: List): Generator<void, void, void> {
  x.beginLine();
  yield* caught(x, () => x.list(list, x.terminal));
}

/** A script has come to its end: what it has set for that runs. */
export function* endScript(x: Execution): Generator<void, void, void> {
  if (x.over) return;
  yield* caught(x, function* () {
    const status = yield* x.atExit(x.state.status, x.terminal);
    x.state = { ...x.state, status };
    return status;
  });
}

function* caught(x: Execution, body: () => Generator<void, number, void>): Generator<void, void, void> {
  try {
    yield* body();
  } catch (thrown) {
    if (thrown instanceof Exit) yield* leaveShell(x, thrown.status);
    else if (thrown instanceof Rebooted) afterReboot(x, thrown.host);
    else if (thrown instanceof Stop || thrown instanceof Discard)
      x.state = { ...x.state, status: thrown.status };
    // A browser's stack may be smaller than the depth that is counted.
    else if (thrown instanceof RangeError) stopTooDeep(x);
    else throw thrown;
  }
}

const stopTooDeep = (x: Execution): void => {
  try {
    x.tooDeep({ from: x.at, to: x.at });
  } catch (thrown) {
    if (!(thrown instanceof Stop)) throw thrown;
    x.state = { ...x.state, status: thrown.status };
  }
};

/** The shells of a host that has started again are gone; at its own console it logs in again. */
function afterReboot(x: Execution, host: string): void {
  if (!x.isTerminal) {
    x.over = true;
    return;
  }
  const left = x.shells.slice(
    0,
    x.shells.findIndex((s) => s.host === host),
  );
  if (left.length === 0) {
    x.terminal.out(`\nDebian GNU/Linux 12 ${host} tty1\n\n${host} login: root (automatic login)\n\n`);
    x.shells = [{ ...freshShell(host), began: x.world.now }];
    return;
  }
  x.terminal.err(`Connection to ${host} closed by remote host.\nConnection to ${host} closed.\n`);
  x.shells = left;
  x.state = { ...x.state, status: 255 };
}

/** `exit` at the terminal: back to the shell before, or the end of the session. */
function* leaveShell(x: Execution, asked: number): Generator<void, void, void> {
  const { host } = x.state;
  let status = asked;
  try {
    status = yield* x.atExit(asked, x.terminal);
  } catch (thrown) {
    if (!(thrown instanceof Stop)) throw thrown;
    ({ status } = thrown);
  }
  // A login shell says so.
  if (x.isTerminal) x.terminal.err('logout\n');
  if (x.shells.length === 1) {
    x.state = { ...x.state, status };
    x.over = true;
    return;
  }
  x.terminal.err(`Connection to ${host} closed.\n`);
  x.shells = x.shells.slice(0, -1);
  x.state = { ...x.state, status };
}
