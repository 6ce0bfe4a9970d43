/** A machine of its own to run Node in: what the terminal's page asks of it, whichever one it is. */

/** Folders and the texts of files, by name. */
export interface Tree {
  readonly [name: string]: Tree | string;
}

/** A terminal's size in characters. */
export interface Size {
  readonly cols: number;
  readonly rows: number;
}

/** How a process is started. */
export interface Start {
  /** The terminal it is attached to. */
  readonly terminal?: Size;
}

/** A process. */
export interface Running {
  /** Its exit status. Rejects where the container was lost. */
  readonly exit: Promise<number>;
  /** Everything it and its children print, in order. One reader. */
  readonly output: ReadableStream<string>;
  /** Gives it input, as if typed. */
  write(text: string): void;
  resize(size: Size): void;
  kill(): void;
}

/** A name in a folder; links and devices are neither of the two. */
export interface Listed {
  readonly name: string;
  readonly kind: 'file' | 'folder' | 'other';
}

/** Paths are below the folder that trees are mounted in, with `/` between names. */
export interface Container {
  /** Writes a tree's files over those that are there. */
  mount(tree: Tree): Promise<void>;
  /**
   * Starts a program; commands of the mounted `bin` are found first. Rejects where there is no such program.
   */
  spawn(program: string, args: readonly string[], start?: Start): Promise<Running>;
  /** A file's text. Rejects where there is none. */
  read(path: string): Promise<string>;
  write(path: string, text: string): Promise<void>;
  /** What a folder has. Rejects where there is no such folder. */
  list(folder: string): Promise<readonly Listed[]>;
  /**
   * Calls back after files of a folder changed, were made or renamed; not once for each. Gives what ends it.
   */
  watch(folder: string, changed: () => void): () => void;
  /** Calls back once, when the container is lost; not for `teardown`. */
  onLost(lost: (why: string) => void): void;
  /** Ends every process and forgets every file. Nothing else may be called afterwards. */
  teardown(): Promise<void>;
}
