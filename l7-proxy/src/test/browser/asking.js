// Asking Weir from outside of the browser, and waiting for what must come.
import { request } from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';

/** A request to a `*.localhost` origin, which need not resolve here. */
export function get(url, { method = 'GET', fields = {}, body } = {}) {
  const { port, host, pathname, search } = new URL(url);
  return new Promise((resolve, reject) => {
    const asked = request(
      { host: '127.0.0.1', port, method, path: pathname + search, headers: { host, ...fields } },
      async (response) => {
        const chunks = await response.toArray();
        const text = Buffer.concat(chunks).toString();
        resolve({ status: response.statusCode, fields: response.headers, text });
      },
    );
    asked.once('error', reject);
    asked.end(body);
  });
}

/** Resolves once `holds` does; fails with `otherwise` if that takes ten seconds. */
export async function until(holds, otherwise) {
  for (const end = Date.now() + 10_000; Date.now() < end; await pause(25)) {
    if (await holds()) return;
  }
  throw new Error(otherwise);
}
