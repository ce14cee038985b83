// What a browser does with the shop, each as [what must hold, how to see it].
import assert from 'node:assert/strict';
import { createHash, randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';

const sha256 = (bytes) => createHash('sha256').update(bytes).digest('hex');

/** What the application was sent, when the page asks for `path`. */
const seen = (page, path, init) =>
  page.evaluate(async ([to, how]) => (await fetch(to, how)).json(), [path, init]);

export const pageChecks = [
  [
    'a page comes with its style and its script',
    async ({ page, base }) => {
      const response = await page.goto(base);
      await page.waitForSelector('h1[data-ready=yes]');

      assert.equal(response.status(), 200);
      assert.equal(await page.title(), 'Shop');
      assert.equal(
        await page.evaluate(() => getComputedStyle(document.querySelector('h1')).color),
        'rgb(1, 2, 3)',
      );
    },
  ],

  [
    'response fields are set and removed',
    async ({ page, base }) => {
      const fields = (await page.goto(base)).headers();

      assert.equal(fields['x-frame-options'], 'DENY');
      assert.equal(fields['x-edition'], 'first');
      assert.equal(fields['x-served-by'], 'shop');
      assert.equal(fields['x-powered-by'], undefined);
    },
  ],

  [
    'the application is told who asked for what',
    async ({ page, base }) => {
      await page.goto(base);
      const { fields } = await seen(page, '/seen');

      assert.equal(fields.host, new URL(base).host);
      assert.equal(fields['x-forwarded-for'], '127.0.0.1');
      assert.equal(fields['x-forwarded-proto'], 'http');
      assert.equal(fields['x-forwarded-host'], new URL(base).host);
      assert.equal(fields['x-route'], 'pages GET');
      assert.match(fields.via, /^1\.1 weir( \(\w+\))?$/);
      assert.match(fields['x-request-id'], /^\S{8,}$/);
    },
  ],

  [
    'a redirect is followed to its end',
    async ({ page, base }) => {
      const response = await page.goto(`${base}/old/seen?from=old`);

      assert.equal(page.url(), `${base}/seen?from=old`);
      assert.equal((await response.request().redirectedFrom().response()).status(), 301);
    },
  ],

  [
    'a rewritten path reaches the canary',
    async ({ page, base }) => {
      await page.goto(base);
      const { name, url } = await seen(page, '/v1/seen?a=1&b=%20');

      assert.deepEqual([name, url], ['canary', '/seen?a=1&b=%20']);
    },
  ],

  [
    'a form is submitted and its answer shown',
    async ({ page, base }) => {
      await page.goto(base);
      await page.fill('[name=item]', 'Zoë’s ☃ & "tea"');
      await page.fill('[name=count]', '12');
      await page.click('#order button');
      await page.waitForURL('**/orders/*');

      assert.equal(await page.textContent('#item'), 'Zoë’s ☃ & "tea"');
      assert.equal(await page.textContent('#count'), '12');
    },
  ],

  [
    '5 MB go up and come down unchanged',
    async ({ page, base }) => {
      const bytes = randomBytes(5_000_000);
      await page.goto(base);
      await page.setInputFiles('[name=file]', {
        name: 'photo.raw',
        mimeType: 'application/octet-stream',
        buffer: bytes,
      });
      await page.click('#upload button');
      await page.waitForSelector('output');
      const told = await page.textContent('output');
      const [download] = await Promise.all([
        page.waitForEvent('download'),
        page.click('a[download]'),
      ]);
      const down = await readFile(await download.path());

      assert.equal(told, sha256(bytes));
      assert.equal(sha256(down), sha256(bytes));
    },
  ],

  [
    'an upload that is too large is answered with 413',
    async ({ page, base }) => {
      await page.goto(base);
      const status = await page.evaluate(async () => {
        const form = new FormData();
        form.set('file', new Blob([new Uint8Array(3 << 20)]), 'large');
        return (await fetch('/uploads/small', { method: 'POST', body: form })).status;
      });

      assert.equal(status, 413);
    },
  ],

  [
    'cookies are kept apart, and sent back together',
    async ({ page, base, context }) => {
      await page.goto(`${base}/cookies`);
      const { cookies } = await seen(page, '/seen');
      const kept = Object.fromEntries((await context.cookies()).map((one) => [one.name, one]));

      assert.deepEqual(cookies, { plain: 'a b', hidden: 'kept' });
      assert.equal(kept.hidden.httpOnly, true);
      assert.ok(kept.plain.expires > Date.now() / 1000);
    },
  ],

  [
    'a cookie leads to the canary',
    async ({ page, base, context }) => {
      await context.addCookies([{ name: 'beta', value: 'yes', url: base }]);
      await page.goto(base);

      assert.equal((await seen(page, '/seen')).name, 'canary');
    },
  ],

  [
    'a split keeps each visitor on one side',
    async ({ page, base, context }) => {
      await page.goto(base);
      const sides = [];
      for (let visitor = 0; visitor < 24; visitor++) {
        await context.clearCookies();
        const names = [];
        for (let i = 0; i < 4; i++) names.push((await seen(page, '/split')).name);
        sides.push(new Set(names));
      }

      assert.ok(
        sides.every((names) => names.size === 1),
        'a visitor saw both sides',
      );
      assert.equal(new Set(sides.flatMap((names) => [...names])).size, 2, 'a side saw nobody');
    },
  ],

  [
    "Weir's own answers are shown",
    async ({ page, base }) => {
      const teapot = await page.goto(`${base}/teapot`);
      assert.equal(teapot.status(), 418);
      assert.equal(await teapot.text(), 'short and stout\n');

      const nobody = await page.goto(base.replace('shop.', 'nobody.'));
      assert.equal(nobody.status(), 404);
      assert.equal(await nobody.text(), 'no such shop\n');
    },
  ],
];
