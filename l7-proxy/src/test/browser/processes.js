// The processes of a run: each says when it is ready, and is stopped by its own id.
import { spawn } from 'node:child_process';
import { openSync, readFileSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';

const running = new Set();

/** Starts a command; resolves once `ready` finds something in all that it printed. */
export async function start(command, args, log, ready) {
  const sink = openSync(log, 'w');
  const child = spawn(command, args, { stdio: ['ignore', sink, sink] });
  const process = {
    pid: child.pid,
    child,
    status: undefined,
    said: () => readFileSync(log, 'utf8'),
  };
  process.ended = new Promise((resolve) => {
    const end = (status) => {
      running.delete(process);
      process.status = status;
      resolve(status);
    };
    child.once('error', (error) => end(error.message));
    child.once('exit', (code, signal) => end(code ?? signal));
  });
  running.add(process);
  for (const end = Date.now() + 180_000; Date.now() < end; await pause(50)) {
    process.found = ready(process.said());
    if (process.found) return process;
    if (process.status !== undefined) break;
  }
  throw new Error(
    `${command} was not ready (${process.status ?? 'still starting'}):\n${process.said()}`,
  );
}

/** SIGTERM; if that does not end it in ten seconds, SIGKILL. Resolves with its exit status. */
export async function stop(process) {
  process.child.kill('SIGTERM');
  const late = setTimeout(() => process.child.kill('SIGKILL'), 10_000);
  const status = await process.ended;
  clearTimeout(late);
  return status;
}

export async function stopAll() {
  await Promise.all([...running].map(stop));
}
