/** A folder that is the old one or the new one, whatever is in the way. */
import { spawn } from 'node:child_process'
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { writeFolderWhole } from '../../src/report/write-folder.ts'

function place(): string {
  const folder = mkdtempSync(join(tmpdir(), 'skilltide-folder-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  return folder
}

const files = (mark: string, count = 3) =>
  Array.from({ length: count }, (_, at) => ({ path: at === 0 ? 'index.html' : `deep/${at}/page.html`, body: mark }))

test('the new folder stands in place of the old, with what others put there', async () => {
  const root = place()
  const out = join(root, 'site')
  await writeFolderWhole(out, files('one', 4), {})
  writeFileSync(join(out, 'CNAME'), 'tides.example')
  mkdirSync(join(out, 'deep', 'own'))
  writeFileSync(join(out, 'deep', 'own', 'note.txt'), 'mine')
  const written = await writeFolderWhole(out, files('two', 2), { asOf: '2026-11-24' })
  expect(written).toMatchObject({ files: 3, kept: ['CNAME', 'deep/own/note.txt'] })
  expect(readdirSync(out, { recursive: true }).map(String).sort()).toEqual([
    ...['CNAME', 'deep', 'deep/1', 'deep/1/page.html', 'deep/own', 'deep/own/note.txt', 'index.html', 'site.json'],
  ])
  expect(readFileSync(join(out, 'index.html'), 'utf8')).toBe('two')
  expect(readdirSync(root)).toEqual(['site'])
})

test('a folder that no run of ours wrote is left as it is', async () => {
  const root = place()
  writeFileSync(join(root, 'thesis.doc'), 'years of work')
  await expect(writeFolderWhole(root, files('x'), {})).rejects.toThrow(
    /holds files that no site of skilltide left there/,
  )
  expect(readdirSync(root)).toEqual(['thesis.doc'])
})

test('a file in the way is a line that says so', async () => {
  const root = place()
  writeFileSync(join(root, 'site'), '')
  await expect(writeFolderWhole(join(root, 'site'), files('x'), {})).rejects.toThrow(
    /a file stands where a folder is needed/,
  )
  await expect(writeFolderWhole(join(root, 'site', 'deep'), files('x'), {})).rejects.toThrow(
    /a file stands where a folder/,
  )
  expect(readdirSync(root)).toEqual(['site'])
})

test('files that break off half way leave the old folder and nothing beside it', async () => {
  const root = place()
  const out = join(root, 'site')
  await writeFolderWhole(out, files('old'), {})
  async function* breaking() {
    yield* files('new', 2)
    throw new Error('the store went away')
  }
  await expect(writeFolderWhole(out, breaking(), {})).rejects.toThrow('the store went away')
  expect(readFileSync(join(out, 'index.html'), 'utf8')).toBe('old')
  expect(readdirSync(root)).toEqual(['site'])
})

test('what a run that was stopped between its two moves left is put back, and parts of dead runs go', async () => {
  const root = place()
  const out = join(root, 'site')
  await writeFolderWhole(join(root, '.site.before'), files('old'), {})
  writeFileSync(join(root, '.site.before', 'CNAME'), 'tides.example')
  const dead = spawn(process.execPath, ['-e', ''])
  await new Promise((done) => dead.once('close', done))
  mkdirSync(join(root, `.site.${dead.pid}.part`))
  mkdirSync(join(root, `.site.${process.ppid}.part`))
  expect(await writeFolderWhole(out, files('new'), {})).toMatchObject({ kept: ['CNAME'] })
  expect(readdirSync(root).sort()).toEqual([`.site.${process.ppid}.part`, 'site'])
})

test('a link to a folder keeps being a link: the folder behind it is the one that changes', async () => {
  const root = place()
  const real = join(root, 'real')
  await writeFolderWhole(real, files('old'), {})
  symlinkSync(real, join(root, 'site'))
  await writeFolderWhole(join(root, 'site'), files('new'), {})
  expect(readFileSync(join(real, 'index.html'), 'utf8')).toBe('new')
  expect(existsSync(join(root, 'site', 'index.html'))).toBe(true)
})

test('a path that leads out of the folder is our bug, and nothing is written', async () => {
  const root = place()
  await expect(writeFolderWhole(join(root, 'site'), [{ path: '../out.html', body: '' }], {})).rejects.toThrow(
    /leads out/,
  )
  expect(readdirSync(root)).toEqual([])
})
