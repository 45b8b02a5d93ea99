/** Serves the project's files to the bench's pages, and a page that is blank. */
import { createServer } from 'node:http';
import { readFile } from 'node:fs/promises';

const ROOT = new URL('../../', import.meta.url);

export async function serveFiles() {
  const server = createServer(async ({ url = '' }, response) => {
    const { pathname } = new URL(url, 'http://localhost');
    const isBlank = pathname === '/blank.html';
    const body = isBlank
      ? '<!doctype html>'
      : await readFile(new URL(`.${pathname}`, ROOT)).catch(() => undefined);
    const type = isBlank ? 'text/html' : 'text/javascript';
    response.writeHead(body === undefined ? 404 : 200, { 'content-type': type }).end(body);
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { server, site: `http://localhost:${server.address().port}/` };
}
