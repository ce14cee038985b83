// What is fetched, kept and fetched again, each as [what must hold, how to see it].
import assert from 'node:assert/strict';

/** Statuses, connections and reuse as the browser's network stack tells them, by path. */
async function watching(page, act) {
  const session = await page.context().newCDPSession(page);
  const paths = new Map();
  const seen = [];
  await session.send('Network.enable');
  session.on('Network.requestWillBeSent', ({ requestId, request }) =>
    paths.set(requestId, new URL(request.url).pathname),
  );
  session.on('Network.responseReceivedExtraInfo', ({ requestId, statusCode }) =>
    seen.push({ requestId, status: statusCode }),
  );
  session.on('Network.responseReceived', ({ requestId, response }) => {
    const entry = seen.find((one) => one.requestId === requestId);
    if (entry) entry.connection = response.connectionId;
  });
  await act();
  // The page has its answer before the events about it are here, and these come in any order.
  const isTold = (id) => seen.some((one) => one.requestId === id);
  for (let i = 0; i < 100 && ![...paths.keys()].every(isTold); i++) {
    await new Promise((next) => setTimeout(next, 20));
  }
  await session.detach();
  return seen.map((one) => ({ ...one, path: paths.get(one.requestId) }));
}

const statuses = (seen, path) => seen.filter((one) => one.path === path).map((one) => one.status);

/** Fetches a URL twice as a page does: what it is given each time, and the statuses on the wire. */
async function twice(page, url) {
  const lengths = [];
  const seen = await watching(page, async () => {
    for (let i = 0; i < 2; i++) {
      lengths.push(
        await page.evaluate(async (to) => {
          const response = await fetch(to, { cache: 'no-cache' });
          return [response.status, (await response.arrayBuffer()).byteLength];
        }, url),
      );
    }
  });
  return { lengths, wire: statuses(seen, new URL(url).pathname) };
}

export const loadChecks = [
  [
    "the application's reply is revalidated with 304",
    async ({ page, base }) => {
      await page.goto(base);
      const { lengths, wire } = await twice(page, `${base}/revalidated`);

      assert.deepEqual(wire, [200, 304]);
      assert.deepEqual(lengths, [
        [200, 18_011],
        [200, 18_011],
      ]);
    },
  ],

  [
    'a static file is revalidated with 304',
    async ({ page, base }) => {
      await page.goto(base);
      const { lengths, wire } = await twice(page, `${base}/static/data.bin`);

      assert.deepEqual(wire, [200, 304]);
      assert.deepEqual(lengths, [
        [200, 300_000],
        [200, 300_000],
      ]);
    },
  ],

  [
    'parts of a static file are those that were asked for',
    async ({ page, base, data }) => {
      await page.goto(base);
      const asked = [
        'bytes=0-99',
        'bytes=299990-',
        'bytes=-7',
        'bytes=100000-250000',
        'bytes=300000-',
      ];
      const parts = await page.evaluate(
        (ranges) =>
          Promise.all(
            ranges.map(async (Range) => {
              const response = await fetch('/static/data.bin', {
                headers: { Range },
                cache: 'no-store',
              });
              return [
                response.status,
                response.headers.get('Content-Range'),
                [...new Uint8Array(await response.arrayBuffer())],
              ];
            }),
          ),
        asked,
      );

      const expected = [
        [0, 100],
        [299_990, 300_000],
        [299_993, 300_000],
        [100_000, 250_001],
      ];
      expected.forEach(([from, to], i) => {
        const [status, range, octets] = parts[i];
        assert.equal(status, 206);
        assert.equal(range, `bytes ${from}-${to - 1}/300000`);
        assert.ok(data.subarray(from, to).equals(Buffer.from(octets)), asked[i]);
      });
      assert.deepEqual(parts[4].slice(0, 2), [416, 'bytes */300000']);
    },
  ],

  [
    'a recording is played from near its end',
    async ({ page, base }) => {
      await page.goto(base);
      let length;
      const seen = await watching(page, async () => {
        length = await page.evaluate(
          () =>
            new Promise((resolve, reject) => {
              const audio = new Audio('/static/tone.wav');
              audio.onerror = () => reject(new Error(audio.error.message));
              audio.onloadedmetadata = () => (audio.currentTime = 290);
              audio.onseeked = () => resolve([audio.duration, audio.currentTime]);
            }),
        );
      });

      assert.deepEqual(length, [300, 290]);
      const parts = statuses(seen, '/static/tone.wav');
      assert.ok(parts.length >= 2 && parts.every((status) => status === 206), `statuses ${parts}`);
    },
  ],

  [
    'fifty images at once are each their own',
    async ({ page, base }) => {
      await page.goto(base);
      const widths = await page.evaluate(() =>
        Promise.all(
          Array.from({ length: 50 }, async (_, i) => {
            const image = new Image();
            image.src = `/static/picture-${i + 1}.svg`;
            await image.decode();
            return image.naturalWidth;
          }),
        ),
      );

      assert.deepEqual(
        widths,
        Array.from({ length: 50 }, (_, i) => i + 1),
      );
    },
  ],

  [
    'large JSON is decoded and whole',
    async ({ page, base }) => {
      await page.goto(base);
      const [coding, rows, last] = await page.evaluate(async () => {
        const response = await fetch('/large.json');
        const list = await response.json();
        return [response.headers.get('Content-Encoding'), list.length, list.at(-1)];
      });

      assert.ok(['gzip', 'br'].includes(coding), coding);
      assert.equal(rows, 100_000);
      assert.deepEqual(last, { id: 99_999, text: 'row 99999 – ü', even: false });
    },
  ],

  [
    'connections are kept, on both sides',
    async ({ page, base }) => {
      await page.goto(base);
      let ports;
      const seen = await watching(page, async () => {
        ports = await page.evaluate(async () => {
          const got = [];
          for (let i = 0; i < 30; i++)
            got.push((await (await fetch('/seen', { cache: 'no-store' })).json()).port);
          return got;
        });
      });

      // One after the other needs one connection; a page's other sockets may take a turn.
      const connections = new Set(
        seen.filter(({ path }) => path === '/seen').map((one) => one.connection),
      );
      assert.equal(ports.length, 30);
      assert.ok(connections.size <= 6, `${connections.size} connections from the browser`);
      assert.ok(new Set(ports).size <= 6, `${new Set(ports).size} connections to the application`);
    },
  ],
];
