/**
 * From a click to a shell in a container, step by step, each with a time limit of ours: the vendor's own may
 * never end.
 */
import type { Container, Running, Size, Tree } from './container.ts';

/**
 * A step: what is said while it goes on, how many seconds it may take, and what is said where it took longer.
 */
interface OpeningStep {
  readonly say: string;
  readonly seconds: number;
  readonly late: string;
}

/** The steps, in order. */
export const steps = {
  files: { say: 'Fetching the commands…', seconds: 20, late: 'The commands did not come.' },
  boot: {
    say: 'Starting a machine in this tab, from stackblitz.com…',
    seconds: 45,
    late: 'stackblitz.com did not answer. It may be out of reach from here, or this browser blocks what other sites keep in it.',
  },
  mount: {
    say: 'Putting the lab’s files into it…',
    seconds: 20,
    late: 'The machine did not take the lab’s files.',
  },
  setup: {
    say: 'Making the commands ready…',
    seconds: 30,
    late: 'The machine did not make the commands ready.',
  },
  shell: { say: 'Opening a shell…', seconds: 20, late: 'The machine opened no shell.' },
} as const satisfies Readonly<Record<string, OpeningStep>>;

/** Why it did not open, in words for the learner. */
export class NotOpened extends Error {}

/** The promise, or a rejection with `late` after so many seconds. */
export const within = <T>(promise: Promise<T>, seconds: number, late: string): Promise<T> => {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const limit = new Promise<never>((_, fail) => {
    timer = setTimeout(() => fail(new NotOpened(late)), seconds * 1000);
  });
  return Promise.race([promise, limit]).finally(() => clearTimeout(timer));
};

/** What opening needs. */
export interface Needs {
  /** The bundled file's text. */
  readonly bundle: () => Promise<string>;
  readonly tree: (bundle: string) => Promise<Tree>;
  readonly container: () => Promise<Container>;
  /** The shell's program and arguments. */
  readonly shell: readonly [string, ...string[]];
  readonly size: Size;
  /** Whether /etc/iptables may be made on that machine. */
  readonly linkEtc: boolean;
}

/**
 * Opens a shell in a container that has the tree. Rejects with `NotOpened`, and when `stopped` does; a container that
 * comes too late is given back.
 */
export const open = async (
  needs: Needs,
  tell: (say: string) => void,
  stopped: Promise<never> = new Promise(() => {}),
): Promise<{ readonly container: Container; readonly shell: Running }> => {
  const step = async <T>({ say, seconds, late }: OpeningStep, work: () => Promise<T>): Promise<T> => {
    tell(say);
    try {
      return await within(Promise.race([work(), stopped]), seconds, late);
    } catch (error) {
      throw error instanceof NotOpened
        ? error
        : new NotOpened(`${late} It says: ${error instanceof Error ? error.message : String(error)}`);
    }
  };
  // Between two steps, nothing else hears of it.
  stopped.catch(() => {});
  const bundle = await step(steps.files, needs.bundle);
  const booting = needs.container();
  let container: Container;
  try {
    container = await step(steps.boot, () => booting);
  } catch (error) {
    booting.then(
      (late) => late.teardown(),
      () => {},
    );
    throw error;
  }
  try {
    await step(steps.mount, async () => container.mount(await needs.tree(bundle)));
    const status = await step(
      steps.setup,
      async () =>
        (await container.spawn('node', ['-e', `require('./lib/four-tables.cjs').setup(${needs.linkEtc})`]))
          .exit,
    );
    if (status !== 0) throw new NotOpened(`The machine did not make the commands ready: status ${status}.`);
    const shell = await step(steps.shell, () =>
      container.spawn(needs.shell[0], needs.shell.slice(1), { terminal: needs.size }),
    );
    return { container, shell };
  } catch (error) {
    container.teardown().catch(() => {});
    throw error;
  }
};

/** What is known of a browser and the page it loaded. */
export interface Browser {
  readonly isolated: boolean;
  readonly secure: boolean;
  readonly framed: boolean;
  /** Whether the page may keep things. */
  readonly storage: boolean;
  readonly serviceWorker: boolean;
  readonly webAssembly: boolean;
}

/** Why the full terminal cannot run there, in words for the learner; null where it may. */
export const unfit = (browser: Browser): string | null => {
  if (!browser.secure)
    return 'This page did not come over https, and only then does a browser let a page run a machine of its own.';
  if (!browser.webAssembly || !browser.serviceWorker)
    return 'This browser has no WebAssembly or no service workers, and the machine is made of both. A private window may be the reason.';
  if (!browser.storage)
    return 'This browser keeps nothing for this site: storage is blocked. The machine needs some.';
  if (browser.framed && !browser.isolated)
    return 'This page is inside another one that does not isolate it (cross-origin isolation).';
  if (!browser.isolated)
    return 'It is off here. It needs a page that the browser keeps apart from other sites (cross-origin isolation), and this site’s host does not send the headers for that, Cross-Origin-Opener-Policy and Cross-Origin-Embedder-Policy.';
  return null;
};
