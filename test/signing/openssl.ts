import { execFileSync, spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** A folder of files for OpenSSL's command line, gone when the test ends (`using`). */
export class OpensslDesk implements Disposable {
  readonly folder = mkdtempSync(join(tmpdir(), 'ecabinet-openssl-'))

  /** Puts a file there and answers its path. */
  put(name: string, bytes: string | Uint8Array): string {
    writeFileSync(join(this.folder, name), bytes)
    return join(this.folder, name)
  }

  read(name: string): Buffer {
    return readFileSync(join(this.folder, name))
  }

  /** Runs `openssl` in the folder; throws when it fails. */
  run(...args: string[]): string {
    return execFileSync('openssl', args, { cwd: this.folder, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] })
  }

  /** Runs `openssl`, whatever it answers. */
  ask(...args: string[]): { good: boolean; said: string } {
    const { status, stdout, stderr } = spawnSync('openssl', args, { cwd: this.folder, encoding: 'utf8' })
    return { good: status === 0, said: stdout + stderr }
  }

  [Symbol.dispose](): void {
    rmSync(this.folder, { recursive: true, force: true })
  }
}
