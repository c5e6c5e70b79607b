import { spawn, type ChildProcess } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const BIN = process.env.FRONTDESK_BIN ?? join(__dirname, '../../../bin/frontdesk')

/** A free port of this machine, below those that the system gives to connections: nobody takes it while the program restarts. */
async function freePort(): Promise<number> {
  for (;;) {
    const port = 10_000 + Math.floor(Math.random() * 20_000)
    const free = await new Promise<boolean>((resolve) => {
      const probe = createServer().once('error', () => resolve(false)).listen(port, '127.0.0.1', () => probe.close(() => resolve(true)))
    })
    if (free) return port
  }
}

/** The real program on a throw-away data folder. */
export class Server {
  private child: ChildProcess | undefined
  private log = ''
  private constructor(
    readonly url: string,
    private readonly dir: string,
    private readonly demo: boolean,
  ) {}

  static async start(options: { demo: boolean }): Promise<Server> {
    const server = new Server(`http://127.0.0.1:${await freePort()}`, mkdtempSync(join(tmpdir(), 'frontdesk-e2e-')), options.demo)
    await server.run()
    return server
  }

  /** Starts the program on the data that is there and waits until it says that it is ready. */
  async run(): Promise<void> {
    const args = ['serve', '--data', join(this.dir, 'data'), '--listen', new URL(this.url).host, ...(this.demo ? ['--demo'] : [])]
    const limits = { FRONTDESK_LIMITS_SIGN_INS: '5000', FRONTDESK_LIMITS_REQUESTS: '100000', FRONTDESK_LIMITS_VISITOR_STARTS: '100000', FRONTDESK_LIMITS_VISITOR_WRITES: '100000', FRONTDESK_EGRESS_ALLOW: '127.0.0.1' }
    const child = spawn(BIN, args, { cwd: this.dir, env: { ...process.env, ...limits }, stdio: ['ignore', 'pipe', 'pipe'] })
    this.child = child
    const keep = (piece: Buffer) => (this.log = (this.log + piece.toString()).slice(-20_000))
    child.stdout?.on('data', keep)
    child.stderr?.on('data', keep)
    const deadline = Date.now() + 60_000
    for (;;) {
      if (child.exitCode !== null) throw new Error(`the server ended:\n${this.log}`)
      if (Date.now() > deadline) throw new Error(`the server did not get ready:\n${this.log}`)
      const ready = await fetch(`${this.url}/readyz`).then((answer) => answer.ok, () => false)
      if (ready) return
      await new Promise((resolve) => setTimeout(resolve, 50))
    }
  }

  /** Ends it as a power cut would: nothing is written any more. */
  async kill(): Promise<void> {
    await this.end('SIGKILL')
  }

  async stop(): Promise<void> {
    await this.end('SIGTERM')
    rmSync(this.dir, { recursive: true, force: true })
  }

  private async end(signal: NodeJS.Signals): Promise<void> {
    const child = this.child
    if (!child || child.exitCode !== null || child.signalCode !== null) return
    const gone = new Promise((resolve) => child.once('exit', resolve))
    child.kill(signal)
    const force = setTimeout(() => child.kill('SIGKILL'), 10_000)
    await gone
    clearTimeout(force)
  }
}
