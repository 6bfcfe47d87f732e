import { randomBytes } from 'node:crypto'
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { pathToFileURL } from 'node:url'
import { afterAll, expect, inject, test } from 'vitest'
import { assertDatabaseFits, databaseProblems } from '#db/check-database.ts'
import { openDatabase } from '#db/client.ts'
import { migrateDatabase } from '#db/migrate.ts'
import { databaseUrl } from '#test/support/database.ts'

const server = inject('testServer')
const admin = openDatabase(server, { max: 2 })
const folder = mkdtempSync(path.join(tmpdir(), 'ecabinet-migrations-'))
afterAll(async () => {
  await admin.close()
  rmSync(folder, { recursive: true })
})

/** An empty database; `how` is the rest of CREATE DATABASE. */
async function emptyDatabase(how = ''): Promise<string> {
  const name = `migrate_${randomBytes(6).toString('hex')}`
  await admin.sql.unsafe(`CREATE DATABASE ${name} ${how}`)
  return databaseUrl(server, name)
}

test('eight servers that start at once migrate once', async () => {
  const url = await emptyDatabase()
  await Promise.all(Array.from({ length: 8 }, () => migrateDatabase(url)))
  const { sql, close } = openDatabase(url, { max: 1 })
  const journal = JSON.parse(readFileSync('db/migrations/meta/_journal.json', 'utf8')) as { entries: unknown[] }
  expect(await sql`select count(*) as n from drizzle.__drizzle_migrations`).toEqual([{ n: journal.entries.length }])
  await close()
})

test('a migration that fails midway leaves nothing, and the next attempt works', async () => {
  const url = await emptyDatabase()
  const broken = path.join(folder, 'broken')
  cpSync('db/migrations', broken, { recursive: true })
  const file = path.join(broken, '0000_foundation.sql')
  writeFileSync(file, `${readFileSync(file, 'utf8')}\n--> statement-breakpoint\nSELECT 1/0;`)
  await expect(migrateDatabase(url, pathToFileURL(broken))).rejects.toThrow()
  const { sql, close } = openDatabase(url, { max: 1 })
  expect(await sql`select from pg_proc where proname = 'f_fold'`).toHaveLength(0)
  await migrateDatabase(url)
  expect(await sql`select f_fold('Đặng') as folded`).toEqual([{ folded: 'dang' }])
  await close()
})

test('append-only tables refuse every change but addition', async () => {
  const url = await emptyDatabase()
  await migrateDatabase(url)
  const { sql, close } = openDatabase(url, { max: 1 })
  await sql.unsafe(`create table deeds (id int);
    create trigger deeds_append_only before update or delete on deeds for each row execute function refuse_change();
    create trigger deeds_not_emptied before truncate on deeds for each statement execute function refuse_change();
    insert into deeds values (1)`)
  for (const change of ['update deeds set id = 2', 'delete from deeds', 'truncate deeds']) {
    await expect(sql.unsafe(change), change).rejects.toMatchObject({ code: '23001', table_name: 'deeds' })
  }
  expect(await sql`select * from deeds`).toEqual([{ id: 1 }])
  await close()
})

test.each([
  [`TEMPLATE template0 LOCALE_PROVIDER libc LOCALE 'C' ENCODING 'UTF8'`, /lower\('Đ'\).*Fix: make the database anew/s],
  [`TEMPLATE template0 LOCALE_PROVIDER libc LOCALE 'C' ENCODING 'LATIN1'`, /LATIN1, not UTF8/],
  [`TEMPLATE template0 LOCALE_PROVIDER builtin BUILTIN_LOCALE 'C' LOCALE 'C' ENCODING 'UTF8'`, /lower\('Đ'\)/],
])('a database made with %s is refused before anything is made in it', async (how, reason) => {
  const url = await emptyDatabase(how)
  await expect(migrateDatabase(url)).rejects.toThrow(reason)
  const { sql, close } = openDatabase(url, { max: 1 })
  expect(await sql`select from pg_namespace where nspname = 'drizzle'`).toHaveLength(0)
  await close()
})

test('a database without vi-x-icu is refused', async () => {
  const { sql, close } = openDatabase(await emptyDatabase(), { max: 1 })
  await sql`delete from pg_collation where collname = 'vi-x-icu'`
  await expect(assertDatabaseFits(sql)).rejects.toThrow(/vi-x-icu.*pg_import_system_collations/s)
  await close()
})

test('a database whose trigrams know ASCII only is refused, for its search would find nothing', async () => {
  const how = `TEMPLATE template0 LOCALE_PROVIDER icu ICU_LOCALE 'vi' LOCALE 'C' ENCODING 'UTF8'`
  const { sql, close } = openDatabase(await emptyDatabase(how), { max: 1 })
  await sql`create extension pg_trgm`
  expect(await databaseProblems(sql)).toEqual([{ what: expect.stringContaining('Trigrams'), fix: expect.any(String) }])
  await close()
})

test('a database made as the fix says is accepted', async () => {
  const how = `TEMPLATE template0 ENCODING 'UTF8' LOCALE_PROVIDER icu ICU_LOCALE 'vi' LOCALE 'C.UTF-8'`
  await expect(migrateDatabase(await emptyDatabase(how))).resolves.toBeUndefined()
})
