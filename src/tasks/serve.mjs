/**
 * A small static server for dist/ that honours dist/_headers, as the hosts that the site is published on do.
 * Run by itself: `npm run serve [-- --port 4321]`.
 */
import { createReadStream, existsSync, readFileSync, statSync } from 'node:fs';
import { createServer } from 'node:http';
import { extname, join, normalize, resolve, sep } from 'node:path';
import { pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { acceptedEncoding, compressible, compressor } from './compress.mjs';

const types = {
  '.html': 'text/html; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.mjs': 'text/javascript; charset=utf-8',
  '.cjs': 'text/plain; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.woff2': 'font/woff2',
  '.wasm': 'application/wasm',
  '.xml': 'application/xml; charset=utf-8',
  '.txt': 'text/plain; charset=utf-8',
  '.webmanifest': 'application/manifest+json; charset=utf-8',
};

/**
 * `_headers` text as a list of path patterns, each with the headers below it. Later ones win; `! Name` takes
 * one back.
 */
export const parseHeaders = (text) => {
  const rules = [];
  for (const line of text.split('\n')) {
    if (line.trim() === '' || line.trim().startsWith('#')) continue;
    if (!/^\s/.test(line)) {
      const pattern = line
        .trim()
        .split('*')
        .map((part) => part.replace(/[.+?^${}()|[\]\\]/g, '\\$&'))
        .join('.*');
      rules.push({ matches: new RegExp(`^${pattern}$`), headers: [] });
      continue;
    }
    // A later header wins here anyway; hosts that would send both need to be told.
    if (line.trim().startsWith('!')) continue;
    const at = line.indexOf(':');
    rules.at(-1)?.headers.push([line.slice(0, at).trim(), line.slice(at + 1).trim()]);
  }
  return rules;
};

/**
 * The folder of its host that a site was built for, with slashes at both ends: the first path of its `_headers` is
 * everything below that.
 */
export const baseOf = (headers) => /^(\/.*)\*$/m.exec(headers)?.[1] ?? '/';

/** The file a path asks for, `null` where there is none or it would lie outside `root`. */
const fileFor = (root, path) => {
  const file = normalize(join(root, path));
  if (file !== root && !file.startsWith(root + sep)) return null;
  const found = path.endsWith('/') ? join(file, 'index.html') : file;
  if (!existsSync(found)) return null;
  return statSync(found).isFile() ? found : null;
};

const decode = (url) => {
  try {
    const path = decodeURIComponent(new URL(url, 'http://localhost').pathname);
    return path.includes('\0') ? null : path;
  } catch {
    return null;
  }
};

/** Whether the browser already has this version: `If-None-Match` holds its tag, or `*`. */
const matchesTag = (held, etag) =>
  (held ?? '').split(',').some((tag) => tag.trim() === '*' || tag.trim().replace(/^W\//, '') === etag);

/** Serves `root` on `port` or the next free one. Gives the server and its address. */
export const serve = async ({ root = 'dist', port = 4321, host = 'localhost' } = {}) => {
  const folder = resolve(root);
  const headersFile = join(folder, '_headers');
  const read = { at: -1, rules: [], base: '/' };
  /** Read again when the site was built again: its pages' own scripts are named there. */
  const headersNow = () => {
    const at = existsSync(headersFile) ? statSync(headersFile).mtimeMs : 0;
    if (at === read.at) return read;
    const text = at === 0 ? '' : readFileSync(headersFile, 'utf8');
    return Object.assign(read, { at, rules: parseHeaders(text), base: baseOf(text) });
  };
  const { base } = headersNow();
  /** The file for an address of the site, null where it is outside of the site or there is no such file. */
  const fileAt = (path) => (path.startsWith(base) ? fileFor(folder, path.slice(base.length - 1)) : null);
  const compressed = compressor();

  const server = createServer(async (request, response) => {
    if (request.method !== 'GET' && request.method !== 'HEAD') {
      response.writeHead(405, { Allow: 'GET, HEAD' }).end();
      return;
    }
    const path = decode(request.url ?? '/');
    if (path === null) {
      response.writeHead(400, { 'Content-Type': 'text/plain' }).end('Bad request\n');
      return;
    }
    // A folder's own page ends in a slash, so that its relative links are right.
    if (!path.endsWith('/') && fileAt(`${path}/`)) {
      response.writeHead(301, { Location: encodeURI(`/${path.replace(/^\/+/, '')}/`) }).end();
      return;
    }
    const wanted = path === `${base}_headers` ? null : fileAt(path);
    const file = wanted ?? fileFor(folder, '/404.html');
    const headers = Object.fromEntries(
      headersNow()
        .rules.filter((rule) => rule.matches.test(path))
        .flatMap((rule) => rule.headers),
    );
    if (file === null) {
      response.writeHead(404, { ...headers, 'Content-Type': 'text/plain' }).end('Not found\n');
      return;
    }
    const status = wanted ? 200 : 404;
    const type = types[extname(file)] ?? 'application/octet-stream';
    const { size, mtimeMs } = statSync(file);
    const packs = compressible(type);
    const encoding = packs ? acceptedEncoding(request.headers['accept-encoding'] ?? '') : null;
    const etag = `"${size.toString(36)}-${Math.round(mtimeMs).toString(36)}${encoding ? `-${encoding}` : ''}"`;
    const sent = { ...headers, 'Content-Type': type, ETag: etag, ...(packs && { Vary: 'Accept-Encoding' }) };
    if (status === 200 && matchesTag(request.headers['if-none-match'], etag)) {
      response.writeHead(304, sent).end();
      return;
    }
    const body = encoding && (await compressed(file, encoding, mtimeMs).catch(() => null));
    response.writeHead(status, {
      ...sent,
      ...(body && { 'Content-Encoding': encoding }),
      'Content-Length': body ? body.length : size,
    });
    if (request.method === 'HEAD') response.end();
    else if (body) response.end(body);
    else
      createReadStream(file)
        .on('error', () => response.destroy())
        .pipe(response);
  });

  const listen = (at) =>
    new Promise((done, fail) => {
      server.once('error', fail);
      server.listen(at, host, () => {
        server.off('error', fail);
        done(server.address().port);
      });
    });
  for (let at = port; ; at++) {
    try {
      const taken = await listen(at);
      return { server, url: `http://${host}:${taken}${base}` };
    } catch (error) {
      if (error.code !== 'EADDRINUSE' || at > port + 100) throw error;
    }
  }
};

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const fail = (message) => {
    console.error(message);
    process.exit(1);
  };
  const { values } = (() => {
    try {
      return parseArgs({ options: { port: { type: 'string', default: '4321' } } });
    } catch (error) {
      return fail(`serve: ${error.message}`);
    }
  })();
  const port = Number(values.port);
  if (!/^\d+$/.test(values.port) || port > 65535)
    fail(`serve: --port takes a number from 0 to 65535, not ${values.port}`);
  if (!existsSync('dist/index.html')) fail('serve: there is no site in dist/ yet. Run npm run build first.');
  try {
    const { url } = await serve({ port });
    console.log(`Serving dist/ at ${url}`);
  } catch (error) {
    fail(error.code === 'EACCES' ? `serve: port ${port} is not yours to use` : `serve: ${error.message}`);
  }
}
