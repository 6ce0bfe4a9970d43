import { existsSync } from 'node:fs';

const debian = '/usr/bin/python3';

/**
 * The Python that drives the kernel: Debian's where it is installed. A `python3` of a version manager that comes first in the
 * PATH is a shell script, which takes much longer to start.
 */
export const python = existsSync(debian) ? debian : 'python3';
