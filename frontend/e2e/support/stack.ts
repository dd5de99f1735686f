import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

const run = resolve(import.meta.dirname, '../../../backend/local-stack/bin/run');
const LONGEST_START = 90_000;
const LONGEST_END = 40_000;

export type Ended = { code: number | null; output: string };

/** What `make run` starts, with ports and a state of its own, to be ended in all the ways there are. */
export class Stack {
  readonly portal: string;
  readonly emulator: string;
  readonly #dataDir = mkdtempSync(join(tmpdir(), 'guance-restarts-'));
  readonly #ports: { PORTAL_PORT: string; EMULATOR_PORT: string };
  #process: ChildProcess | undefined;
  #output = '';

  private constructor(portalPort: number, emulatorPort: number) {
    this.#ports = { PORTAL_PORT: String(portalPort), EMULATOR_PORT: String(emulatorPort) };
    this.portal = `http://localhost:${portalPort}`;
    this.emulator = `http://127.0.0.1:${emulatorPort}`;
  }

  static async create(): Promise<Stack> {
    return new Stack(await freePort(), await freePort());
  }

  async start(): Promise<void> {
    this.#output = '';
    const { PORTAL_URL: _, EMULATOR_URL: __, ...environment } = process.env;
    const started = spawn(run, {
      detached: true,
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { ...environment, ...this.#ports, DATA_DIR: this.#dataDir, NO_TRAINING: '1' },
    });
    for (const stream of [started.stdout, started.stderr]) stream.on('data', (text) => (this.#output += text));
    this.#process = started;
    await until(LONGEST_START, `no start: ${this.#output}`, () => {
      if (started.exitCode !== null) throw new Error(`The start ended with ${started.exitCode}: ${this.#output}`);
      return this.#output.includes('Ready after');
    });
  }

  /** Ctrl-C, to the script that `make run` is. */
  interrupt(): void {
    if (this.#process?.pid) process.kill(this.#process.pid, 'SIGINT');
  }

  kill(part: 'portal' | 'stack'): void {
    process.kill(Number(readFileSync(join(this.#dataDir, 'run', `${part}.pid`), 'utf8')), 'SIGKILL');
  }

  async ended(): Promise<Ended> {
    const started = this.#process;
    if (!started) throw new Error('Nothing was started');
    await until(LONGEST_END, 'the stack does not end', () => started.exitCode !== null || started.signalCode !== null);
    return { code: started.exitCode, output: this.#output };
  }

  /** Command lines of what still runs on this state. */
  leftovers(): string[] {
    return commands()
      .filter(({ command }) => command.includes(this.#dataDir))
      .map(({ command }) => command);
  }

  /** The process of PostgreSQL on this state, if it runs. */
  postgres(): number | undefined {
    return commands().find(({ command }) => /\/postgres(\s|$)/.test(command) && command.includes(this.#dataDir))?.pid;
  }

  isRunning(pid: number): boolean {
    return commands().some((one) => one.pid === pid);
  }

  /** Whatever became of the test, nothing of it stays. */
  async remove(): Promise<void> {
    if (this.#process?.exitCode === null && this.#process.signalCode === null) {
      this.interrupt();
      await this.ended();
    }
    for (const { pid, command } of commands()) {
      // PostgreSQL's word for "at once"; a JVM takes it as its end, too.
      if (command.includes(this.#dataDir) && this.isRunning(pid)) process.kill(pid, 'SIGINT');
    }
    await until(LONGEST_END, 'something of the stack stays', () => this.leftovers().length === 0);
    rmSync(this.#dataDir, { recursive: true, force: true });
  }
}

/** Living processes; a zombie is none. */
function commands(): { pid: number; command: string }[] {
  const lines = execFileSync('ps', ['-axww', '-o', 'pid=,stat=,command='], { encoding: 'utf8', maxBuffer: 1 << 24 });
  return lines.split('\n').flatMap((line) => {
    const [, pid = '', state = '', command = ''] = /^\s*(\d+)\s+(\S+)\s+(.*)$/.exec(line) ?? [];
    return pid && !state.startsWith('Z') ? [{ pid: Number(pid), command }] : [];
  });
}

async function until(millis: number, otherwise: string, condition: () => boolean): Promise<void> {
  const end = Date.now() + millis;
  while (!condition()) {
    if (Date.now() > end) throw new Error(otherwise);
    await new Promise((done) => setTimeout(done, 100));
  }
}

function freePort(): Promise<number> {
  return new Promise((done, fail) => {
    const server = createServer().once('error', fail);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => (address && typeof address === 'object' ? done(address.port) : fail(new Error('no port'))));
    });
  });
}
