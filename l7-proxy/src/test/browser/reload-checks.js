// What lasts while the configuration changes, each as [what must hold, how to see it].
import assert from 'node:assert/strict';
import { readFile, writeFile } from 'node:fs/promises';
import { get, until } from './asking.js';

const edition = async (base) => (await get(`${base}/seen`)).fields['x-edition'];

export const reloadChecks = [
  [
    'a reload leaves WebSockets, events and downloads alone',
    async ({ page, base, weir, siteFile }) => {
      await page.goto(base);
      await page.evaluate(async () => {
        window.lasting = await window.opened('/echo');
        window.events = [];
        window.source = new EventSource('/events/lasting');
        window.source.onmessage = ({ data }) => window.events.push(data);
        window.reader = (await fetch('/stream/lasting2')).body.getReader();
        await window.reader.read();
      });
      await page.waitForFunction(() => window.events.length === 1);

      const text = await readFile(siteFile, 'utf8');
      await writeFile(siteFile, text.replace('"first"', '"second"'));
      process.kill(weir.pid, 'SIGHUP');
      await until(async () => (await edition(base)) === 'second', 'the reload is not in force');

      const after = await page.evaluate(async () => {
        for (const id of ['lasting', 'lasting2']) await fetch(`/steps/${id}`, { method: 'POST' });
        const chunk = new TextDecoder().decode((await window.reader.read()).value);
        return [await window.echo(window.lasting, 'still here'), chunk];
      });
      assert.deepEqual(after, ['still here', 'step 1\n']);
      await page.waitForFunction(() => window.events.length === 2);
    },
  ],

  [
    'a configuration put on the admin port is in force at once',
    async ({ page, base, admin, siteFile }) => {
      await page.goto(base);
      const text = (await readFile(siteFile, 'utf8')).replace('"second"', '"third"');
      const { status, text: told } = await get(`${admin}/config`, { method: 'PUT', body: text });

      assert.equal(status, 200, told);
      assert.equal((await page.reload()).headers()['x-edition'], 'third');
    },
  ],

  [
    'a bad configuration changes nothing and is told why',
    async ({ page, base, admin, siteFile }) => {
      await page.goto(base);
      const text = (await readFile(siteFile, 'utf8')).replace('to canary }', 'to canry }');
      const { status, text: told } = await get(`${admin}/config`, { method: 'PUT', body: text });

      assert.equal(status, 422, told);
      assert.match(told, /canry/);
      assert.equal((await page.reload()).headers()['x-edition'], 'third');
    },
  ],

  [
    'a lost server is a 502, and only its own pages',
    async ({ page, base, stopCanary }) => {
      await stopCanary();
      const lost = await page.goto(`${base}/v1/seen`);
      const other = await page.goto(base);

      assert.equal(lost.status(), 502);
      assert.equal(other.status(), 200);
    },
  ],

  // Last, as nothing is served after it.
  [
    'SIGTERM closes what is left, and Weir ends well',
    async ({ page, base, weir, stopWeir, folder }) => {
      await page.goto(base);
      await page.evaluate(async () => {
        const socket = await window.opened('/echo');
        window.closing = new Promise((resolve) => (socket.onclose = ({ code }) => resolve(code)));
      });
      const status = await stopWeir();
      const code = await page.evaluate(() => window.closing);
      const lines = (await readFile(`${folder}/access.log`, 'utf8'))
        .trim()
        .split('\n')
        .map(JSON.parse);

      assert.equal(status, 0);
      assert.equal(code, 1006);
      assert.ok(lines.length > 200, `${lines.length} lines in the access log`);
      // The tunnel that the drain cut off is the only thing that was Weir's fault, and says so.
      assert.deepEqual(
        lines.filter(({ fault }) => fault === 'edge').map(({ cause, target }) => [cause, target]),
        [['draining', '/echo']],
      );
      // Of its own end it says how many tunnels it cut off, and it told of the bad configuration and
      // of the lost server.
      // An exception or a leak is a line, too.
      const said = weir
        .said()
        .split('\n')
        .filter((line) =>
          / (WARN|ERROR) (?!Drain:|AdminPort: refused|Endpoint: \S+ of pool canary)/.test(line),
        );
      assert.deepEqual(said, []);
    },
  ],
];
