import type { Host } from './world.ts';

/**
 * What a TCP listener replies to a text: a page that names the host to an HTTP request, any other text
 * unchanged. The page leaves closing to the client, as HTTP/1.1 does.
 */
export const listenerReply = (host: Host, text: string): string => {
  const method = httpMethod(text);
  if (method === null) return text;
  const page = `This is ${host.name}.\n`;
  const head = `HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: ${page.length}\r\n\r\n`;
  return method === 'HEAD' ? head : head + page;
};

/** The method of an HTTP/1.x request; null for any other text. */
const httpMethod = (text: string): string | null =>
  /^([A-Z]+) \S+ HTTP\/1\.[01]\r\n[\s\S]*\r\n\r\n/.exec(text)?.[1] ?? null;
