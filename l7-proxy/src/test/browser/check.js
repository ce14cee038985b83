// A real browser in front of a real application, with Weir between them. The last line is
// "N passed, N failed", and the exit code 0 only if nothing failed. WEIR and CHROMIUM name other
// programs to use.
import { randomBytes } from 'node:crypto';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright-core';
import { loadChecks } from './load-checks.js';
import { pageChecks } from './page-checks.js';
import { start, stop, stopAll } from './processes.js';
import { reloadChecks } from './reload-checks.js';
import { streamChecks } from './stream-checks.js';

const here = (name) => fileURLToPath(new URL(name, import.meta.url));
const folder = await mkdtemp(join(tmpdir(), 'weir-browser-'));
const data = randomBytes(300_000);
let launching;

/** What Weir serves: octets, a recording too long to be read ahead, pictures of different widths. */
async function writeFiles() {
  await mkdir(join(folder, 'static'));
  const write = (name, content) => writeFile(join(folder, 'static', name), content);
  await write('data.bin', data);
  await write('tone.wav', recording(300));
  for (let width = 1; width <= 50; width++) {
    await write(
      `picture-${width}.svg`,
      `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="9"/>`,
    );
  }
}

/** A WAV file of mono samples, 8 bits each, 48000 a second. */
function recording(seconds) {
  const rate = 48_000;
  const head = Buffer.alloc(44);
  head.write('RIFF', 0);
  head.writeUInt32LE(36 + seconds * rate, 4);
  head.write('WAVEfmt ', 8);
  head.writeUInt32LE(16, 16);
  head.writeUInt16LE(1, 20);
  head.writeUInt16LE(1, 22);
  head.writeUInt32LE(rate, 24);
  head.writeUInt32LE(rate, 28);
  head.writeUInt16LE(1, 32);
  head.writeUInt16LE(8, 34);
  head.write('data', 36);
  head.writeUInt32LE(seconds * rate, 40);
  return Buffer.concat([head, Buffer.alloc(seconds * rate, 128)]);
}

function startApp(name) {
  const listening = (said) => /listening on (\d+)/.exec(said)?.[1];
  return start(process.execPath, [here('app.js'), name], join(folder, `${name}.log`), listening);
}

/** Fills in the configuration, and runs Weir with it. */
async function startWeir(values) {
  const template = await readFile(here('site.weir.in'), 'utf8');
  const siteFile = join(folder, 'site.weir');
  await writeFile(
    siteFile,
    template.replace(/@([A-Z]+)@/g, (_, key) => values[key]),
  );
  const command = process.env.WEIR ?? here('../../../../weir');
  const weir = await start(command, ['run', siteFile], join(folder, 'weir.log'), (said) => {
    const listening = /listening on \S+:(\d+)/.exec(said);
    const admin = /admin on \S+:(\d+)/.exec(said);
    return listening && admin && { port: listening[1], admin: admin[1] };
  });
  return { weir, siteFile };
}

function startBrowser() {
  return chromium.launch({
    executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
    // cleanUp() does that, and in what order.
    handleSIGINT: false,
    handleSIGTERM: false,
    handleSIGHUP: false,
    args: [
      '--headless',
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      '--no-proxy-server',
      // *.localhost is here, whatever the machine's resolver thinks, and nothing else is anywhere.
      '--host-resolver-rules=MAP *.localhost 127.0.0.1, MAP * ~NOTFOUND, EXCLUDE 127.0.0.1',
    ],
  });
}

/** What the pages of the checks have at hand to speak to a WebSocket. */
function inEachPage() {
  window.opened = (path, protocols = []) =>
    new Promise((resolve, reject) => {
      const socket = new WebSocket(`ws://${location.host}${path}`, protocols);
      socket.binaryType = 'arraybuffer';
      socket.onopen = () => resolve(socket);
      socket.onerror = () => reject(new Error(`no WebSocket at ${path}`));
    });
  window.echo = (socket, message) =>
    new Promise((resolve) => {
      socket.onmessage = ({ data }) => resolve(data);
      socket.send(message);
    });
}

/** Runs one check in a browser profile of its own; whether it passed. */
async function run([name, check], world) {
  const began = Date.now();
  const context = await world.browser.newContext();
  try {
    await context.addInitScript(inEachPage);
    const page = await context.newPage();
    page.setDefaultTimeout(20_000);
    await within(30_000, check({ ...world, context, page }));
    console.log(`ok    ${name} (${Date.now() - began} ms)`);
    return true;
  } catch (error) {
    console.log(`FAIL  ${name} (${Date.now() - began} ms)\n${error.stack}`);
    return false;
  } finally {
    await context.close();
  }
}

async function within(milliseconds, promise) {
  let timer;
  const late = new Promise((_, reject) => {
    timer = setTimeout(() => reject(new Error(`not over after ${milliseconds} ms`)), milliseconds);
  });
  try {
    return await Promise.race([promise, late]);
  } finally {
    clearTimeout(timer);
  }
}

async function runAll() {
  await writeFiles();
  launching = startBrowser();
  const [shop, canary, browser] = await Promise.all([
    startApp('shop'),
    startApp('canary'),
    launching,
  ]);
  const values = { FOLDER: folder, SHOP: shop.found, CANARY: canary.found, EDITION: 'first' };
  const { weir, siteFile } = await startWeir(values);
  console.log(`Chromium ${browser.version()}, Node ${process.version}`);
  const world = {
    browser,
    data,
    folder,
    siteFile,
    weir,
    base: `http://shop.localhost:${weir.found.port}`,
    admin: `http://127.0.0.1:${weir.found.admin}`,
    stopCanary: () => stop(canary),
    stopWeir: () => stop(weir),
  };
  const results = [];
  for (const check of [...pageChecks, ...loadChecks, ...streamChecks, ...reloadChecks]) {
    results.push(await run(check, world));
  }
  if (results.includes(false)) console.log(`Weir said:\n${weir.said()}`);
  return results;
}

async function cleanUp() {
  await Promise.allSettled([stopAll(), launching?.then((browser) => browser.close())]);
  await rm(folder, { recursive: true, force: true });
}

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
  process.once(signal, () => cleanUp().finally(() => process.exit(1)));
}

let results = [];
try {
  results = await runAll();
} catch (error) {
  console.log(`FAIL  could not run the checks\n${error.stack}`);
  results.push(false);
} finally {
  await cleanUp();
}
const failed = results.filter((passed) => !passed).length;
console.log(`${results.length - failed} passed, ${failed} failed`);
process.exitCode = failed === 0 && results.length > 0 ? 0 : 1;
