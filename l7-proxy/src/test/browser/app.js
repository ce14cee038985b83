// The application behind Weir: pages, a form, uploads, events and WebSockets. `node app.js NAME`
// prints "listening on PORT"; NAME is in every answer, so that a canary can be told from the rest.
import { createHash } from 'node:crypto';
import { createServer } from 'node:http';
import { fileURLToPath } from 'node:url';
import compression from 'compression';
import cookieParser from 'cookie-parser';
import express from 'express';
import multer from 'multer';
import serveStatic from 'serve-static';
import { WebSocketServer } from 'ws';

const name = process.argv[2] ?? 'app';
const app = express();
const orders = [];
const uploads = new Map();
const sides = new Map();
const closings = [];
let abandoned = 0;

app.use((_, response, next) => {
  response.set('X-Served-By', name);
  next();
});
app.use(cookieParser());

app.get('/seen', (request, response) => {
  response.json({
    name,
    method: request.method,
    url: request.originalUrl,
    fields: request.headers,
    cookies: request.cookies,
    port: request.socket.remotePort,
  });
});

// A form, answered the usual way: the order is kept, and the browser sent on to its page.
app.post('/orders', express.urlencoded({ extended: false }), (request, response) => {
  orders.push(request.body);
  response.redirect(303, `/orders/${orders.length - 1}`);
});
app.get('/orders/:id', (request, response) => {
  const order = orders[request.params.id];
  if (!order) return response.status(404).send('no such order');
  response.type('html').send(`<!doctype html><title>Order</title><p id="item"></p><p id="count"></p>
    <script>const order = ${JSON.stringify(order)};
    for (const key in order) document.getElementById(key).textContent = order[key];</script>`);
});

const upload = multer({ storage: multer.memoryStorage(), limits: { fileSize: 64 << 20 } });
app.post('/uploads', upload.single('file'), (request, response) => {
  const { buffer, originalname } = request.file;
  const digest = createHash('sha256').update(buffer).digest('hex');
  uploads.set(digest, buffer);
  response.type('html').send(`<!doctype html><title>Uploaded</title>
    <output>${digest}</output><a download="${originalname}" href="/uploads/${digest}">again</a>`);
});
app.post('/uploads/small', upload.single('file'), (_, response) => response.send('taken'));
app.get('/uploads/:digest', (request, response) => {
  response.type('application/octet-stream').send(uploads.get(request.params.digest));
});

app.get('/cookies', (_, response) => {
  response.cookie('plain', 'a b', { maxAge: 3600_000 });
  response.cookie('hidden', 'kept', { httpOnly: true, sameSite: 'lax' });
  response.send('two');
});

app.get('/revalidated', (_, response) => {
  response.set('Cache-Control', 'no-cache').json({ text: 'the same each time'.repeat(1000) });
});

app.get('/large.json', compression(), (_, response) => {
  response.json(
    Array.from({ length: 100_000 }, (_, id) => ({ id, text: `row ${id} – ü`, even: id % 2 === 0 })),
  );
});

// What is sent in steps goes on only when the browser has told that it saw the step before. So a
// proxy that holds octets back makes the check stall, and no clock has to decide.
function stepped(request, response, write) {
  let step = 0;
  const side = () => (step < 10 ? write(step++) : response.end());
  sides.set(request.params.id, side);
  response.on('close', () => sides.delete(request.params.id));
  side();
}
app.get('/events/:id', (request, response) => {
  response.set({ 'Content-Type': 'text/event-stream', 'Cache-Control': 'no-store' });
  stepped(request, response, (step) => response.write(`id: ${step}\ndata: step ${step}\n\n`));
});
app.get('/stream/:id', (request, response) => {
  response.type('text/plain');
  stepped(request, response, (step) => response.write(`step ${step}\n`));
});
app.post('/steps/:id', (request, response) => {
  sides.get(request.params.id)?.();
  response.sendStatus(204);
});

// Never ends by itself: only the browser's going away does it.
app.get('/endless', (_, response) => {
  const timer = setInterval(() => response.write('x'.repeat(1000)), 20);
  response.on('close', () => {
    clearInterval(timer);
    abandoned++;
  });
});
app.get('/abandoned', (_, response) => response.json(abandoned));
app.get('/closings', (_, response) => response.json(closings));

app.use(serveStatic(fileURLToPath(new URL('public', import.meta.url))));

const server = createServer(app);
const sockets = new WebSocketServer({
  server,
  path: '/echo',
  perMessageDeflate: { threshold: 1024 },
  handleProtocols: (offered) => (offered.has('shop.v2') ? 'shop.v2' : false),
});
sockets.on('connection', (socket) => {
  socket.on('message', (data, isBinary) => {
    const closing = !isBinary && /^close (\d+) (.*)$/.exec(data.toString());
    if (closing) socket.close(Number(closing[1]), closing[2]);
    else socket.send(data, { binary: isBinary });
  });
  socket.on('close', (code, reason) => closings.push({ code, reason: reason.toString() }));
});

server.listen(0, '127.0.0.1', () => console.log(`listening on ${server.address().port}`));
