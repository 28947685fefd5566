import { defineConfig } from 'drizzle-kit'

/** `DATABASE=postgres` for the tables of the other store; tools/migration.mjs makes both. */
export default defineConfig(
  process.env['DATABASE'] === 'postgres'
    ? { dialect: 'postgresql', schema: './db/postgres/schema.ts', out: './migrations/postgres', casing: 'snake_case' }
    : { dialect: 'sqlite', schema: './db/sqlite/schema.ts', out: './migrations', casing: 'snake_case' },
)
