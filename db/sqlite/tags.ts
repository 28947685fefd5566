/** Texts and what an edition of the catalog found in them. */
import { levels, type Mention, type SkillId, type Traits } from '../../src/domain.ts'
import type { DrawnMention, StoredText, TaggedText } from '../store.ts'
import { unpackText } from './postings.ts'
import type { Session } from './session.ts'

interface TextRow {
  no: number
  hash: string
  title: string
  body: Buffer
  packed: number
  era: string | null
}

const textOf = (row: TextRow): StoredText => ({
  no: row.no,
  hash: row.hash,
  title: row.title,
  text: unpackText(row.body, row.packed),
  era: row.era,
})

export function adoptEdition(session: Session, name: string, at: number): void {
  session.write(() => {
    session.run('insert into editions (name, created_at) values (?, ?) on conflict (name) do nothing', name, at)
    session.run('update editions set adopted_at = ? where name = ?', at, name)
    carryFacts(session, editionNo(session, name))
  })
}

/** What came without its words cannot be read again: an edition takes over what the newest one before it knew. */
function carryFacts(session: Session, edition: number): void {
  session.run(
    `create temp table carried as
     select t.no as text_no, (select max(r.edition_no) from traits r where r.text_no = t.no) as edition_no from texts t
     where t.wordless = 1 and not exists (select 1 from traits r where r.text_no = t.no and r.edition_no = ?)`,
    edition,
  )
  session.run(
    `insert into mentions (edition_no, skill_no, text_no, level, field, offset, length, cue)
     select ?, m.skill_no, m.text_no, m.level, m.field, m.offset, m.length, m.cue
     from carried c join mentions m on m.text_no = c.text_no and m.edition_no = c.edition_no`,
    edition,
  )
  session.run(
    `insert into traits (edition_no, text_no, years_min, years_max, seniority, pay_min, pay_max, pay_currency, pay_period, remote, role, multi, ai, patterns)
     select ?, r.text_no, r.years_min, r.years_max, r.seniority, r.pay_min, r.pay_max, r.pay_currency, r.pay_period, r.remote, r.role, r.multi, r.ai, r.patterns
     from carried c join traits r on r.text_no = c.text_no and r.edition_no = c.edition_no`,
    edition,
  )
  session.run('drop table carried')
}

export const editionInForce = (session: Session): { no: number; name: string } | null =>
  session.one<{ no: number; name: string }>(
    'select no, name from editions where adopted_at is not null order by adopted_at desc, no desc limit 1',
  )

export const editions = (session: Session): { name: string; adoptedAt: number }[] =>
  session.all(
    'select name, adopted_at as adoptedAt from editions where adopted_at is not null order by adopted_at desc, no desc',
  )

/** Multiplied by a large prime and cut, row numbers stand in an order that has nothing to do with when they came. */
export const drawMentions = (
  session: Session,
  { edition, skill, seed, limit }: { edition: string; skill: SkillId; seed: number; limit: number },
): DrawnMention[] =>
  session
    .all<Omit<Mention, 'level' | 'skill'> & { textNo: number; level: number }>(
      `select m.text_no as textNo, m.level, m.field, m.offset, m.length, m.cue from mentions m
       join texts t on t.no = m.text_no and t.wordless = 0
       where m.edition_no = (select no from editions where name = ?) and m.skill_no = (select no from skills where id = ?)
       order by ((m.text_no + ?) * 2654435761) % 1000003, m.text_no limit ?`,
      ...[edition, skill, seed * 7919, limit],
    )
    .flatMap(({ textNo, level, ...mention }) =>
      textsByNo(session, [textNo]).map((text) => ({ ...mention, skill, level: levels[level]!, text })),
    )

export const textsBySkill = (session: Session, edition: string): Map<SkillId, number> =>
  new Map(
    session
      .all<{ id: SkillId; texts: number }>(
        `select s.id, count(*) as texts from mentions m join skills s on s.no = m.skill_no
         where m.edition_no = (select no from editions where name = ?) group by s.id order by s.id`,
        edition,
      )
      .map(({ id, texts }) => [id, texts]),
  )

export function editionNo(session: Session, name: string): number {
  session.run(
    'insert into editions (name, created_at) values (?, ?) on conflict (name) do nothing',
    name,
    session.now(),
  )
  return session.one<{ no: number }>('select no from editions where name = ?', name)!.no
}

export const untagged = (session: Session, edition: string, after: number, limit: number): StoredText[] => {
  const row = session.one<{ no: number }>('select no from editions where name = ?', edition)
  return session
    .all<TextRow>(
      `select t.no, t.hash, t.title, t.body, t.packed, t.era from texts t
       where t.no > ? and t.wordless = 0 and not exists (select 1 from traits r where r.text_no = t.no and r.edition_no = ?)
       order by t.no limit ?`,
      ...[after, row?.no ?? 0, limit],
    )
    .map(textOf)
}

export const textsByNo = (session: Session, nos: number[]): StoredText[] =>
  nos.flatMap((no) => {
    const row = session.one<TextRow>('select no, hash, title, body, packed, era from texts where no = ?', no)
    return row === null ? [] : [textOf(row)]
  })

export function skillNo(session: Session, id: SkillId): number {
  const cached = session.numbers('skills').get(id)
  if (cached !== undefined) return cached
  session.run('insert into skills (id) values (?) on conflict (id) do nothing', id)
  const { no } = session.one<{ no: number }>('select no from skills where id = ?', id)!
  session.numbers('skills').set(id, no)
  return no
}

/** Replaces what the edition had found in these texts. */
export function saveTags(session: Session, edition: string, tagged: TaggedText[]): void {
  session.write(() => {
    const no = editionNo(session, edition)
    for (const text of tagged) writeTags(session, no, text)
  })
}

/** Within the caller's transaction. */
export function writeTags(session: Session, edition: number, text: TaggedText): void {
  // Looked up first: planned on a table still empty, the deletion reads every mention of the edition, once for each text.
  if (session.one('select 1 from traits where text_no = ? and edition_no = ?', text.no, edition) !== null) {
    session.run('delete from mentions where text_no = ? and edition_no = ?', text.no, edition)
  }
  for (const mention of text.mentions) saveMention(session, edition, text.no, mention)
  saveTraits(session, edition, text.no, text.traits)
}

function saveMention(session: Session, edition: number, text: number, mention: Mention): void {
  session.run(
    'insert into mentions (edition_no, skill_no, text_no, level, field, offset, length, cue) values (?, ?, ?, ?, ?, ?, ?, ?)',
    ...[edition, skillNo(session, mention.skill), text, levels.indexOf(mention.level)],
    ...[mention.field, mention.offset, mention.length, mention.cue],
  )
}

function saveTraits(session: Session, edition: number, text: number, traits: Traits): void {
  const { years, salary } = traits
  session.run(
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
