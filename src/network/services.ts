import type { Host } from './world.ts';

/** An HTTP/1.x request as far as a listener reads it; null where a text is none. */
const requestOf = (text: string): { readonly method: string } | null => {
  const found = /^([A-Z]+) \S+ HTTP\/1\.[01]\r\n[\s\S]*\r\n\r\n/.exec(text);
  return found ? { method: found[1]! } : null;
};

/**
 * What a TCP listener says to what it is asked: a page that names the host to an HTTP request, and anything
 * else comes back as it is. The page leaves closing to the client, as HTTP/1.1 does.
 */
export const answerTo = (host: Host, asked: string): string => {
  const request = requestOf(asked);
  if (!request) return asked;
  const page = `This is ${host.name}.\n`;
  return `HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: ${page.length}\r\n\r\n${request.method === 'HEAD' ? '' : page}`;
};
