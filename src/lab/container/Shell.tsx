/** A shell in a container: its screen, and what its commands change, which is read after each of them. */
import { useEffect, useRef } from 'preact/hooks';
import { readFiles, type Texts } from '../../container/carried.ts';
import type { Container, Running } from '../../container/container.ts';
import { exerciseFile, readWorld, worldFile } from '../../container/files.ts';
import { within } from '../../container/open.ts';

/** How often the container is asked whether it is still there, and how long it may think, in seconds. */
const pulse = 15;

interface ShellProps {
  readonly container: Container;
  readonly shell: Running;
  /** The world's file as it was mounted. */
  readonly mounted: string;
  /** The world after a command; and the files, where they could be read. */
  readonly change: (world: string, files: Texts | null) => void;
  readonly lost: (why: string) => void;
}

/** The shell, until it ends or its container is lost: `lost` is told, and the container given back. */
export const Shell = ({ container, shell, mounted, change, lost }: ShellProps) => {
  const place = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const ends: (() => void)[] = [];
    let over = false;
    const end = (why: string) => {
      if (over) return;
      over = true;
      lost(why);
    };
    let seen = '';
    const read = async () => {
      try {
        const text = await container.read(worldFile);
        const files = await readFiles(container).catch(() => null);
        const now = text + JSON.stringify(files);
        if (now === seen || !readWorld(text) || over) return;
        // As it was mounted, it is no change.
        if (seen !== '' || text !== mounted) change(text, files);
        seen = now;
      } catch {
        // The file is away for a moment, or for good: the pulse tells which.
      }
    };
    // One after the other, so that nothing older comes last.
    let reading = read();
    const follow = () => {
      reading = reading.then(read);
      return reading;
    };
    ends.push(container.watch('run', () => void follow()));
    container.onLost((message) => end(`The machine in this tab was lost: ${message}.`));
    // What the last command did may not have been read yet.
    shell.exit.then(
      () =>
        within(follow(), 5, '')
          .catch(() => {})
          .then(() => end('The shell has ended.')),
      () => end('The machine in this tab was lost.'),
    );
    // An editor's files change no world: they are read with the pulse.
    const beat = setInterval(() => {
      within(container.read(exerciseFile), pulse, '').then(follow, () =>
        end('The machine in this tab does not answer any more.'),
      );
    }, pulse * 1000);
    ends.push(() => clearInterval(beat));
    void attach(place.current!, shell).then((detach) => (over ? detach() : ends.push(detach)));
    return () => {
      over = true;
      for (const e of ends) e();
      void container.teardown().catch(() => {});
    };
  }, []);
  return (
    <>
      <div class="ft-screen" ref={place} />
      <p class="ft-muted" id="ft-container-keys">
        check grades the exercise; ssh HOST COMMAND runs on another host. Shift+Tab leaves the terminal.
      </p>
    </>
  );
};

/** Shows a process in a terminal that fills the place, and resizes with it. Returns what removes it. */
const attach = async (place: HTMLElement, shell: Running): Promise<() => void> => {
  const { mountTerminal } = await import('../terminal/xterm.ts');
  const terminal = await mountTerminal(place, {
    label: 'The shell in the container',
    describedBy: 'ft-container-keys',
    escapeLeaves: false,
    screenReader: true,
    data: (text) => shell.write(text),
    paste: (text) => shell.write(text),
    resized: ({ columns, rows }) => shell.resize({ cols: columns, rows }),
  });
  const { columns, rows } = terminal.size;
  shell.resize({ cols: columns, rows });
  const reader = shell.output.getReader();
  void (async () => {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      // Reading goes on when this much was drawn, so that a flood does not freeze the tab.
      await terminal.write(value);
    }
  })().catch(() => {});
  terminal.focus();
  return () => {
    void reader.cancel().catch(() => {});
    terminal.unmount();
  };
};
