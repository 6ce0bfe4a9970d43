import type { World } from '../../network/world.ts';
import { type FileSystem, kindAt, list } from '../fileSystem.ts';
import { type Files, filesOf, withFiles } from '../files.ts';
import type { Shell, ShellSession } from '../session.ts';

/** What commands change as they run: the world, the files of its hosts, and the shells. */
export class Machine {
  world: World;
  shells: readonly Shell[];
  over: boolean;
  #opened = 0;

  constructor(session: ShellSession) {
    this.world = session.world;
    this.shells = session.shells;
    this.over = session.over;
  }

  /** The session as it is now. */
  session(before: ShellSession): ShellSession {
    return { ...before, world: this.world, shells: this.shells, over: this.over };
  }

  get state(): Shell {
    return this.shells.at(-1)!;
  }

  set state(shell: Shell) {
    this.shells = [...this.shells.slice(0, -1), shell];
  }

  get files(): Files {
    return this.filesOn(this.state.host);
  }

  set files(files: Files) {
    this.keep(this.state.host, files);
  }

  /** The files of any host: one that is being written may be of a host that was left. */
  filesOn(host: string): Files {
    return filesOf(this.world, host);
  }

  keep(host: string, files: Files): void {
    this.world = withFiles(this.world, host, files);
  }

  get fileSystem(): FileSystem {
    return { world: this.world, host: this.state.host, cwd: this.state.cwd, files: this.files };
  }

  names(folder: string): readonly string[] {
    const place = this.fileSystem;
    return kindAt(place, folder) === 'folder' ? list(place, folder) : [];
  }

  isFolder(path: string): boolean {
    return kindAt(this.fileSystem, path) === 'folder';
  }

  fileWith(text: string): string {
    const path = `/dev/fd/${63 - (this.#opened++ % 50)}`;
    this.files = { ...this.files, [path]: { kind: 'file', text, changed: this.world.now } };
    return path;
  }

  restart(world: World): void {
    this.world = world;
  }

  /** Keeps the world and the files as they are now; the answer puts them back. */
  snapshot(): () => void {
    const { world } = this;
    return () => {
      this.world = world;
    };
  }
}
