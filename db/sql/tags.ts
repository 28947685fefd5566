/** Texts and what an edition of the catalog found in them. */
import { levels, type Mention, type PostingText, type SkillId, type Traits } from '../../src/domain.ts'
import type { DrawnMention, StoredText, TaggedText } from '../store.ts'
import { forgetOpen } from './forget-open.ts'
import type { Session } from './session.ts'
import { allOf, someNumbers } from './some-numbers.ts'
import { unpackText } from './text-body.ts'

interface TextRow {
  no: number
  hash: string
  title: string
  body: Buffer
  packed: number
  era: string | null
  post: number
}

const columns = `t.no, t.hash, t.title, t.body, t.packed, t.era, case when exists (
  select 1 from postings p join boards b on b.no = p.board_no where p.text_no = t.no and b.every = 'month') then 1 else 0 end as post`

const textOf = (row: TextRow): StoredText => ({
  no: row.no,
  hash: row.hash,
  title: row.title,
  text: unpackText(row.body, row.packed),
  era: row.era,
  isPost: row.post === 1,
})

export async function adoptEdition(session: Session, name: string, at: number): Promise<void> {
  await session.write(async (session) => {
    await session.run('insert into editions (name, created_at) values (?, ?) on conflict (name) do nothing', name, at)
    // The one adopted last is in force, also where a clock was set back meanwhile.
    const { last } = (await session.one<{ last: number | null }>(
      'select max(adopted_at) as last from editions where name <> ?',
      name,
    ))!
    await session.run('update editions set adopted_at = ? where name = ?', Math.max(at, (last ?? 0) + 1), name)
    await carryFacts(session, await editionNo(session, name))
  })
}

/** What came without its words cannot be read again: an edition takes over what the newest one before it knew. */
async function carryFacts(session: Session, edition: number): Promise<void> {
  await session.run('create temp table if not exists carried (text_no integer primary key, edition_no integer)')
  await session.run('delete from carried')
  await session.run(
    `insert into carried
     select t.no as text_no, (select max(r.edition_no) from traits r where r.text_no = t.no) as edition_no from texts t
     where t.wordless = 1 and not exists (select 1 from traits r where r.text_no = t.no and r.edition_no = ?)`,
    edition,
  )
  await session.run(
    `insert into mentions (edition_no, skill_no, text_no, level, field, "offset", length, cue)
     select cast(? as integer), m.skill_no, m.text_no, m.level, m.field, m."offset", m.length, m.cue
     from carried c join mentions m on m.text_no = c.text_no and m.edition_no = c.edition_no`,
    edition,
  )
  await session.run(
    `insert into traits (edition_no, text_no, years_min, years_max, seniority, pay_min, pay_max, pay_currency, pay_period, remote, role, multi, ai, patterns)
     select cast(? as integer), r.text_no, r.years_min, r.years_max, r.seniority, r.pay_min, r.pay_max, r.pay_currency, r.pay_period, r.remote, r.role, r.multi, r.ai, r.patterns
     from carried c join traits r on r.text_no = c.text_no and r.edition_no = c.edition_no`,
    edition,
  )
}

export const editionInForce = (session: Session): Promise<{ no: number; name: string } | null> =>
  session.one<{ no: number; name: string }>(
    'select no, name from editions where adopted_at is not null order by adopted_at desc, no desc limit 1',
  )

export const editions = async (session: Session): Promise<{ name: string; adoptedAt: number }[]> =>
  (
    await session.all<{ name: string; adopted_at: number }>(
      'select name, adopted_at from editions where adopted_at is not null order by adopted_at desc, no desc',
    )
  ).map(({ name, adopted_at }) => ({ name, adoptedAt: adopted_at }))

export const hasMentions = async (session: Session, edition: string, skill: SkillId): Promise<boolean> =>
  (await session.one(
    `select 1 as found from mentions where edition_no = (select no from editions where name = ?)
       and skill_no = (select no from skills where id = ?) limit 1`,
    ...[edition, skill],
  )) !== null

/** Multiplied by a large prime and cut, row numbers stand in an order that has nothing to do with when they came. */
export async function drawMentions(
  session: Session,
  { edition, skill, seed, limit }: { edition: string; skill: SkillId; seed: number; limit: number },
): Promise<DrawnMention[]> {
  const drawn = await session.all<Omit<Mention, 'level' | 'skill'> & { text_no: number; level: number }>(
    `select m.text_no, m.level, m.field, m."offset", m.length, m.cue from mentions m
       join texts t on t.no = m.text_no and t.wordless = 0
       where m.edition_no = (select no from editions where name = ?) and m.skill_no = (select no from skills where id = ?)
       order by ((m.text_no + cast(? as bigint)) * 2654435761) % 1000003, m.text_no limit ?`,
    ...[edition, skill, seed * 7919, limit],
  )
  const texts = new Map(
    (
      await textsByNo(
        session,
        drawn.map((row) => row.text_no),
      )
    ).map((text) => [text.no, text]),
  )
  return drawn.map(({ text_no, level, ...mention }) => ({
    ...mention,
    skill,
    level: levels[level]!,
    text: texts.get(text_no)!,
  }))
}

export const textsBySkill = async (session: Session, edition: string): Promise<Map<SkillId, number>> =>
  new Map(
    (
      await session.all<{ id: SkillId; texts: number }>(
        `select s.id, count(*) as texts from mentions m join skills s on s.no = m.skill_no
         where m.edition_no = (select no from editions where name = ?) group by s.id order by s.id`,
        edition,
      )
    ).map(({ id, texts }) => [id, texts]),
  )

export async function editionNo(session: Session, name: string): Promise<number> {
  await session.run(
    'insert into editions (name, created_at) values (?, ?) on conflict (name) do nothing',
    name,
    session.now(),
  )
  return (await session.one<{ no: number }>('select no from editions where name = ?', name))!.no
}

export const untagged = async (
  session: Session,
  edition: string,
  after: number,
  limit: number,
): Promise<StoredText[]> => {
  const row = await session.one<{ no: number; tagged_through: number }>(
    'select no, tagged_through from editions where name = ?',
    edition,
  )
  return (
    await session.all<TextRow>(
      `select ${columns} from texts t
       where t.no > ? and t.wordless = 0 and not exists (select 1 from traits r where r.text_no = t.no and r.edition_no = ?)
       order by t.no limit ?`,
      ...[Math.max(after, row?.tagged_through ?? 0), row?.no ?? 0, limit],
    )
  ).map(textOf)
}

async function textsByNo(session: Session, nos: number[]): Promise<StoredText[]> {
  const texts: StoredText[] = []
  for (const no of nos) {
    const row = await session.one<TextRow>(`select ${columns} from texts t where t.no = ?`, no)
    if (row !== null) texts.push(textOf(row))
  }
  return texts
}

/** Their words alone. */
export const wordsOf = async (session: Session, nos: number[]): Promise<{ no: number; text: PostingText }[]> =>
  (
    await allOf<Pick<TextRow, 'no' | 'body' | 'packed'>>(
      session,
      nos,
      `select no, body, packed from texts where no in (${someNumbers})`,
    )
  ).map(({ no, body, packed }) => ({ no, text: unpackText(body, packed) }))

export async function skillNo(session: Session, id: SkillId): Promise<number> {
  const cached = session.numbers('skills').get(id)
  if (cached !== undefined) return cached
  await session.run('insert into skills (id) values (?) on conflict (id) do nothing', id)
  const { no } = (await session.one<{ no: number }>('select no from skills where id = ?', id))!
  session.numbers('skills').set(id, no)
  return no
}

/** Replaces what the edition had found in these texts. */
export async function saveTags(session: Session, edition: string, tagged: TaggedText[]): Promise<void> {
  await session.write(async (session) => {
    const no = await editionNo(session, edition)
    for (const text of tagged) await writeTags(session, no, text)
    await forgetOpen(session)
    await advance(session, no)
  })
}

/** Moves on the number up to which every text is tagged, to just before the next that is not. */
async function advance(session: Session, edition: number): Promise<void> {
  const next = await session.one<{ no: number }>(
    `select t.no from texts t where t.no > (select tagged_through from editions where no = ?) and t.wordless = 0
       and not exists (select 1 from traits r where r.text_no = t.no and r.edition_no = ?) order by t.no limit 1`,
    ...[edition, edition],
  )
  const through =
    next?.no ?? (await session.one<{ no: number }>('select coalesce(max(no), 0) + 1 as no from texts'))!.no
  await session.run('update editions set tagged_through = ? where no = ?', through - 1, edition)
}

/** Within the caller's transaction. */
export async function writeTags(session: Session, edition: number, text: TaggedText): Promise<void> {
  // Looked up first: planned on a table still empty, the deletion reads every mention of the edition, once for each text.
  if ((await session.one('select 1 from traits where text_no = ? and edition_no = ?', text.no, edition)) !== null) {
    await session.run('delete from mentions where text_no = ? and edition_no = ?', text.no, edition)
    await session.run('delete from packed_weeks where edition_no = ?', edition)
    await session.run('delete from packed_runs where edition_no = ?', edition)
  }
  for (const mention of text.mentions) await saveMention(session, edition, text.no, mention)
  await saveTraits(session, edition, text.no, text.traits)
}

async function saveMention(session: Session, edition: number, text: number, mention: Mention): Promise<void> {
  await session.run(
    'insert into mentions (edition_no, skill_no, text_no, level, field, "offset", length, cue) values (?, ?, ?, ?, ?, ?, ?, ?)',
    ...[edition, await skillNo(session, mention.skill), text, levels.indexOf(mention.level)],
    ...[mention.field, mention.offset, mention.length, mention.cue],
  )
}

async function saveTraits(session: Session, edition: number, text: number, traits: Traits): Promise<void> {
  const { years, salary } = traits
  await session.run(
    `insert into traits (edition_no, text_no, years_min, years_max, seniority, pay_min, pay_max, pay_currency, pay_period, remote, role, multi, ai, patterns)
     values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
     on conflict (text_no, edition_no) do update set years_min = excluded.years_min, years_max = excluded.years_max,
       seniority = excluded.seniority, pay_min = excluded.pay_min, pay_max = excluded.pay_max, pay_currency = excluded.pay_currency,
       pay_period = excluded.pay_period, remote = excluded.remote, role = excluded.role, multi = excluded.multi, ai = excluded.ai,
       patterns = excluded.patterns`,
    ...[edition, text, years?.min ?? null, years?.max ?? null, traits.seniority],
    ...[salary?.min ?? null, salary?.max ?? null, salary?.currency ?? null, salary?.period ?? null],
    ...[traits.remote, traits.role, Number(traits.multi), Number(traits.ai), JSON.stringify(traits.patterns)],
  )
}
