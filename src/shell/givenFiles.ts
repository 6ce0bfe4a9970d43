/** What a fresh host has in /etc, and the functions of init scripts, until someone writes another text there. */
import { servicesText } from '../netfilter/values/service.ts';
import { lsbFunctions } from './lsbFunctions.ts';

/** The texts by whole path. */
export const givenFiles: ReadonlyMap<string, () => string> = new Map([
  ['/etc/debian_version', () => '12.5\n'],
  ['/etc/group', () => 'root:x:0:\n'],
  ['/etc/hosts', () => '127.0.0.1\tlocalhost\n'],
  ['/etc/os-release', () => 'PRETTY_NAME="Debian GNU/Linux 12 (bookworm)"\nID=debian\nVERSION_ID="12"\n'],
  ['/etc/passwd', () => 'root:x:0:0:root:/root:/bin/bash\n'],
  ['/etc/services', servicesText],
  ['/etc/sysctl.conf', () => ''],
  ['/usr/lib/lsb/init-functions', () => lsbFunctions],
]);
