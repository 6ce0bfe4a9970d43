/** Run once after mounting: what a tree of texts cannot say. */
import { chmodSync, mkdirSync, readdirSync, symlinkSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** Makes the commands executable, and links /etc/iptables to the mounted one where this machine lets it. */
export const setup = (linkEtc: boolean): void => {
  const root = dirname(__dirname);
  for (const name of readdirSync(join(root, 'bin'))) chmodSync(join(root, 'bin', name), 0o755);
  if (!linkEtc) return;
  try {
    mkdirSync('/etc', { recursive: true });
    symlinkSync(join(root, 'etc/iptables'), '/etc/iptables');
  } catch (error) {
    process.stderr.write(
      `/etc/iptables cannot be made here (${(error as NodeJS.ErrnoException).code ?? (error as Error).message}). Its file is ${join(root, 'etc/iptables/rules.v4')}.\n`,
    );
  }
};
