// Streams and WebSockets, each as [what must hold, how to see it].
import assert from 'node:assert/strict';
import { get, until } from './asking.js';

const TEN = Array.from({ length: 10 }, (_, step) => `step ${step}`);

export const streamChecks = [
  // The application sends no event before the browser has had the one before.
  [
    'events arrive one by one',
    async ({ page, base }) => {
      await page.goto(base);
      const events = await page.evaluate(
        () =>
          new Promise((resolve) => {
            const source = new EventSource('/events/one');
            const got = [];
            source.onmessage = ({ data }) => {
              got.push(data);
              fetch('/steps/one', { method: 'POST' });
            };
            source.onerror = () => resolve(got, source.close());
          }),
      );

      assert.deepEqual(events, TEN);
    },
  ],

  [
    'a fetched stream arrives chunk by chunk',
    async ({ page, base }) => {
      await page.goto(base);
      const chunks = await page.evaluate(async () => {
        const reader = (await fetch('/stream/two')).body
          .pipeThrough(new TextDecoderStream())
          .getReader();
        const got = [];
        for (;;) {
          const { done, value } = await reader.read();
          if (done) return got;
          got.push(value.trim());
          fetch('/steps/two', { method: 'POST' });
        }
      });

      assert.deepEqual(chunks, TEN);
    },
  ],

  [
    'a WebSocket echoes text, binary and an empty message',
    async ({ page, base }) => {
      await page.goto(base);
      const echoed = await page.evaluate(async () => {
        const socket = await window.opened('/echo');
        const blob = new Uint8Array(1 << 20).map((_, i) => (i * 7919) >> 3);
        const text = await window.echo(socket, 'Zoë ☃ '.repeat(1000));
        const binary = new Uint8Array(await window.echo(socket, blob));
        const empty = await window.echo(socket, '');
        socket.close();
        return [
          text === 'Zoë ☃ '.repeat(1000),
          binary.length === blob.length && binary.every((octet, i) => octet === blob[i]),
          empty === '',
          socket.extensions,
        ];
      });

      assert.deepEqual(echoed.slice(0, 3), [true, true, true]);
      assert.match(echoed[3], /permessage-deflate/);
    },
  ],

  [
    'a WebSocket has the protocol that both sides speak',
    async ({ page, base }) => {
      await page.goto(base);
      const protocol = await page.evaluate(async () => {
        const socket = await window.opened('/echo', ['shop.v1', 'shop.v2']);
        socket.close();
        return socket.protocol;
      });

      assert.equal(protocol, 'shop.v2');
    },
  ],

  [
    "the application's close code and reason reach the browser",
    async ({ page, base }) => {
      await page.goto(base);
      const closing = await page.evaluate(async () => {
        const socket = await window.opened('/echo');
        socket.send('close 4001 sold out');
        return new Promise((resolve) => {
          socket.onclose = ({ code, reason, wasClean }) => resolve([code, reason, wasClean]);
        });
      });

      assert.deepEqual(closing, [4001, 'sold out', true]);
    },
  ],

  [
    "the browser's close code and reason reach the application",
    async ({ page, base }) => {
      await page.goto(base);
      await page.evaluate(async () =>
        (await window.opened('/echo')).close(3042, 'changed my mind'),
      );

      await until(async () => {
        const closings = JSON.parse((await get(`${base}/closings`)).text);
        return closings.some(({ code, reason }) => code === 3042 && reason === 'changed my mind');
      }, 'the application saw no close with 3042');
    },
  ],

  [
    'a WebSocket where there is none fails, and nothing else',
    async ({ page, base }) => {
      await page.goto(base);
      const failed = await page.evaluate(
        () =>
          new Promise((resolve) => {
            new WebSocket(`ws://${location.host}/teapot`).onclose = ({ code }) => resolve(code);
          }),
      );

      assert.equal(failed, 1006);
      assert.equal((await get(`${base}/seen`)).status, 200);
    },
  ],

  // No more: Chromium delays the handshakes from the sixteenth that is under way on.
  [
    'twelve WebSockets at once are not mixed up',
    async ({ page, base }) => {
      await page.goto(base);
      const answers = await page.evaluate(() =>
        Promise.all(
          Array.from({ length: 12 }, async (_, i) => {
            const socket = await window.opened('/echo');
            const answer = await window.echo(socket, `socket ${i}`);
            socket.close();
            return answer;
          }),
        ),
      );

      assert.deepEqual(
        answers,
        Array.from({ length: 12 }, (_, i) => `socket ${i}`),
      );
    },
  ],

  [
    'the application learns that the browser has left',
    async ({ page, base }) => {
      await page.goto(base);
      await page.evaluate(async () => {
        const leaving = new AbortController();
        const response = await fetch('/endless', { signal: leaving.signal });
        await response.body.getReader().read();
        leaving.abort();
      });

      await until(async () => (await get(`${base}/abandoned`)).text === '1', 'it still sends');
    },
  ],
];
