import type { Problem } from '../../../text/problem.ts';
import type { Word } from '../../../text/words.ts';
import { problemAt } from '../shared/result.ts';

const protocols = [
  'https',
  'ftp',
  'ftps',
  'file',
  'dict',
  'gopher',
  'gophers',
  'imap',
  'imaps',
  'ldap',
  'ldaps',
  'mqtt',
  'pop3',
  'pop3s',
  'rtmp',
  'rtsp',
  'scp',
  'sftp',
  'smb',
  'smbs',
  'smtp',
  'smtps',
  'telnet',
  'tftp',
];

export interface Url {
  readonly host: string;
  readonly port: number;
  readonly path: string;
}

export const readUrl = (word: Word): Url | Problem => {
  const found = /^(?:([A-Za-z][\w+.-]*):\/\/)?([^/?#]*)([^#]*)/.exec(word.text)!;
  const scheme = (found[1] ?? 'http').toLowerCase();
  if (scheme !== 'http') {
    if (!protocols.includes(scheme))
      return problemAt(
        word,
        `curl: (1) Protocol "${scheme}" not supported or disabled in libcurl`,
        1,
        'Here curl speaks http.',
      );
    return problemAt(
      word,
      `curl: ${scheme} is not simulated here`,
      1,
      'Here curl speaks plain http.',
      word.text.replace(/^[^:]*/, 'http'),
    );
  }
  const [host = '', port, ...more] = found[2]!.split(':');
  if (
    host === '' ||
    more.length > 0 ||
    host.includes('@') ||
    (port !== undefined && !(/^\d*$/.test(port) && Number(port) <= 65535))
  )
    return problemAt(
      word,
      'curl: (3) URL using bad/illegal format or missing URL',
      3,
      'Write http://ADDRESS:PORT/.',
    );
  const path = found[3]!;
  return { host, port: port ? Number(port) : 80, path: path.startsWith('/') ? path : `/${path}` };
};
