import { describe, expect, test } from 'vitest'
import { catalog } from '../../src/skills/catalog/index.ts'
import { createTagger } from '../../src/skills/tagger.ts'

const tagger = createTagger(catalog)
const traitsOf = (text: string, title = 'Software Engineer') =>
  tagger.tag({ title, text: { role: text, company: '' }, posted: '2026-05' }).traits
const post = (text: string) => traitsOf(text, '')

describe('years', () => {
  test.each<[string, { min: number; max: number | null } | null]>([
    ['5+ years of experience in software', { min: 5, max: null }],
    ['3-5 years of professional experience', { min: 3, max: 5 }],
    ['5-8+ years of experience', { min: 5, max: null }],
    ['At least two years of experience', { min: 2, max: null }],
    ['Between 2 and 4 years of experience', { min: 2, max: 4 }],
    ['# Requirements\n- 3+ years of Kubernetes\n- 5+ years of software engineering', { min: 5, max: null }],
    ['BS with 5 years of experience or MS with 3 years of experience', { min: 5, max: null }],
    ['# Nice to have\n- 5+ years of experience', null],
    ['5+ years of experience is a plus', null],
    ['Founded 10 years ago', null],
    ['Over the past 5 years we have grown', null],
    ['Sabbatical leave after 5 years of employment', null],
    ['A 4-year degree', null],
    ['Named among the top employers for more than 3 years, as well as the best places to work', null],
    ['Less than 2 years of work experience', { min: 0, max: 2 }],
    ['# Who you are\n- An engineer who has shipped production systems for 3+ years.', { min: 3, max: null }],
    ['We prefer if you have:\n- 3+ years of work experience', null],
    ['At least 4 post-educational working years of experience', { min: 4, max: null }],
    ['Mindestens 3 Jahre Berufserfahrung', { min: 3, max: null }],
    ['5 ans d’expérience', { min: 5, max: null }],
    ['2–4 Jahre Führungserfahrung', { min: 2, max: 4 }],
    ['Minimaal 3 jaar leidinggevende werkervaring', { min: 3, max: null }],
    ['7+ years of operational leadership experience', { min: 7, max: null }],
    ['3+ years of agency experience', { min: 3, max: null }],
    ['A deep grasp of statistics and business intelligence tools with 5+ years of experience', { min: 5, max: null }],
    ['Five years of growth', null],
    ['Ideally you will have...\n- 5+ years of experience with Python', null],
    ['Al menos 3 años de experiencia', { min: 3, max: null }],
  ])('in %j are %j', (text, years) => {
    expect(traitsOf(text).years).toEqual(years)
  })
})

describe('seniority', () => {
  test.each([
    ['Senior Software Engineer', 'senior'],
    ['Sr. Staff Engineer', 'staff'],
    ['Senior Manager, Data', 'manager'],
    ['Engineering Manager', 'manager'],
    ['Product Manager', 'unspecified'],
    ['Senior Product Marketing Manager', 'senior'],
    ['Account Executive', 'unspecified'],
    ['Member of Technical Staff', 'unspecified'],
    ['Senior Member of Technical Staff', 'senior'],
    ['Junior .. Senior Developer', 'unspecified'],
    ['Senior/Staff Engineer', 'unspecified'],
    ['Founding Engineer', 'unspecified'],
    ['Software Engineer, L3', 'unspecified'],
    ['Research Intern', 'intern'],
    ['Director, Applied Sciences', 'director'],
    ['Lead Data Scientist', 'lead'],
    ['Principal Engineer', 'principal'],
    ['Graduate Developer', 'junior'],
    ['Mid-Market Account Manager', 'unspecified'],
    ['Chief of Staff', 'unspecified'],
    ['VP of Engineering', 'executive'],
    ['Research Scientist (All Levels)', 'unspecified'],
    ['Data Scientist / Senior Data Scientist', 'unspecified'],
    ['Développeur Python confirmé', 'mid'],
    ['Stagiair Data Science', 'intern'],
  ])('of %j is %s', (title, seniority) => {
    expect(traitsOf('', title).seniority).toBe(seniority)
  })

  test('is read from the text where it says so in so many words', () => {
    expect(traitsOf('As a Senior Machine Learning Engineer, you build.').seniority).toBe('senior')
    expect(traitsOf('We seek a driven and highly skilled Principal Vision Engineer.').seniority).toBe('unspecified')
    expect(traitsOf('We are seeking a driven and highly skilled Principal Vision Engineer.').seniority).toBe(
      'principal',
    )
    expect(traitsOf('We are looking for an experienced Mid-Market Account Manager.').seniority).toBe('unspecified')
    expect(traitsOf('You work beside senior engineers.').seniority).toBe('unspecified')
  })
})

describe('pay', () => {
  const pay = (min: number | null, max: number | null, currency = 'USD', period = 'year') => ({
    min,
    max,
    currency,
    period,
  })
  test.each<[string, ReturnType<typeof pay> | null]>([
    ['Salary: $120,000 - $150,000', pay(120_000, 150_000)],
    ['$120-150k', pay(120_000, 150_000)],
    ['€35k-€60k p.a.', pay(35_000, 60_000, 'EUR')],
    ['Salary up to £90k', pay(null, 90_000, 'GBP')],
    ['Salary from $100,000', pay(100_000, null)],
    ['Salary: $100k+', pay(100_000, null)],
    ['Pay: $17.00 - $22.00 per hour', pay(17, 22, 'USD', 'hour')],
    ['We pay $30 USD/hr.', pay(30, 30, 'USD', 'hour')],
    ['Salary: 4.000 - 5.500 € pro Monat', pay(4000, 5500, 'EUR', 'month')],
    ['Base salary CAD 100,000 to 130,000', pay(100_000, 130_000, 'CAD')],
    ['Salary: C$100k - C$130k', pay(100_000, 130_000, 'CAD')],
    ['We raised $50M from investors.', null],
    ['A $1,000 stipend for learning', null],
    ['Comp range: $80k - $100k (OTE)', null],
    ['The salary is $60,000 (OTE $100,000).', pay(60_000, 60_000)],
    ['Zone A: $100,000 - $120,000, Zone B: $90,000 - $110,000', pay(90_000, 120_000)],
    ['A $10B market', null],
    ['Pay: €3,000 per month + €500 housing', pay(3000, 3000, 'EUR', 'month')],
    ['The base salary is $150,000 + $60,000 variable compensation.', pay(150_000, 150_000)],
    ['Co-working budget: 35 EUR / 40 USD per visit', null],
    ['ab 70.000 € Jahresgehalt', pay(70_000, null, 'EUR')],
  ])('in %j is %j', (text, salary) => {
    expect(traitsOf(text).salary).toEqual(salary)
  })
})

describe('workplace', () => {
  test.each([
    ['Acme | Engineer | REMOTE or ONSITE | Full-time', 'remote'],
    ['Acme | Engineer | Berlin | ONSITE', 'onsite'],
    ['Acme | Engineer | Berlin | Hybrid', 'hybrid'],
    ['Acme | Engineer | Berlin | No remote', 'onsite'],
    ['Acme | Engineer | ONSITE preferred (REMOTE possible)', 'remote'],
    ['Acme | Engineer | Berlin', 'unspecified'],
  ])('of the post %j is %s', (text, remote) => {
    expect(post(text).remote).toBe(remote)
  })

  test.each([
    ['This role is fully remote.', 'remote'],
    ['We work in our office 3 days a week.', 'hybrid'],
    ['In the office five days a week.', 'onsite'],
    ['#LI-Hybrid', 'hybrid'],
    ['We are a remote-first company.', 'remote'],
    ['We are a remote-first company. You come to our office 2 days per week.', 'hybrid'],
    ['Fully remote, with offsites twice a year.', 'remote'],
    ['Our office is in Berlin.', 'unspecified'],
    ['A work from home stipend', 'unspecified'],
    ['Onsite interviews', 'unspecified'],
    ['Managing an international remote team', 'unspecified'],
    ['We use remote sensing', 'unspecified'],
    ['Catered lunches in our office Monday-Friday', 'unspecified'],
    ['A stipend to support your home office', 'unspecified'],
    ['This hybrid role spans research and engineering.', 'unspecified'],
    ['We publish hyper-casual, hybrid and core games.', 'unspecified'],
    ['Regular remote and in-person hackathons', 'unspecified'],
    ['In the office Monday-Friday.', 'onsite'],
    ['Remote policy: 1-2 days a week', 'hybrid'],
    ['Flexibles Arbeiten – remote oder hybrid, je nachdem, wo du wohnst', 'remote'],
    ['Télétravail complet ou hybride', 'remote'],
    ['Location: Oslo (hybrid), Norway remote', 'remote'],
    ['All roles are in the Fernhollow office in Oslo.', 'onsite'],
    ['We are hiring for this position in our Oslo office.', 'onsite'],
    ['Du hast Lust, mehrmals pro Woche im Büro zu arbeiten', 'hybrid'],
    ['2 Tage pro Woche im Büro', 'hybrid'],
    ['Trois jours par semaine au bureau', 'hybrid'],
    ['Du stärkst die Marke vor Ort', 'unspecified'],
    ['Zusammenarbeit vor Ort in Erfurt', 'onsite'],
    ['Whether you work from our Oslo office or remotely from Norway, the set-up is a good hybrid.', 'remote'],
    ['A full-time position in our Oslo, Norway office.', 'onsite'],
    ['The company is based out of Oslo, Norway with an office in Bergen.', 'unspecified'],
    ['Join us onsite in our inspiring spaces and travel to annual meetings.', 'onsite'],
    ['Join us for trial work lasting 1-2 days remote or on-site.', 'unspecified'],
  ])('in %j is %s', (text, remote) => {
    expect(traitsOf(text).remote).toBe(remote)
  })
})

test('what the company says of workplace and pay counts where the role says nothing', () => {
  const text = { role: 'You build.', company: '# Benefits\n- Fully remote\n- Salary: $100,000 - $120,000' }
  const { remote, salary, years } = tagger.tag({ title: 'Engineer', text }).traits
  expect({ remote, salary, years }).toEqual({
    remote: 'remote',
    salary: { min: 100_000, max: 120_000, currency: 'USD', period: 'year' },
    years: null,
  })
})

describe('role', () => {
  test.each([
    ['Machine Learning Engineer', 'ml_engineer'],
    ['AI/ML Engineer', 'ml_engineer'],
    ['Computer Vision Engineer', 'ml_engineer'],
    ['AI Engineer', 'ai_engineer'],
    ['AI Software Engineer', 'ai_engineer'],
    ['Applied AI Engineer', 'ai_engineer'],
    ['Software Engineer, AI', 'software_engineer'],
    ['Full Stack Engineer AI', 'software_engineer'],
    ['Forward Deployed Engineer (AI)', 'software_engineer'],
    ['Research Scientist', 'research'],
    ['Research Engineer, ML Systems', 'research'],
    ['Applied Scientist II', 'research'],
    ['Machine Learning Scientist', 'research'],
    ['Research Program Manager', 'other'],
    ['Data Scientist (AI)', 'data_scientist'],
    ['Senior Data Engineer', 'data_engineer'],
    ['MLOps Engineer', 'ml_platform'],
    ['Machine Learning Infrastructure Engineer', 'ml_platform'],
    ['Machine Learning Operations Engineer', 'ml_platform'],
    ['AI Platform Engineer', 'ml_platform'],
    ['Solutions Engineer', 'other'],
    ['AI Product Manager', 'other'],
    ['Business Intelligence Analyst', 'other'],
    ['Operator-In-Residence: AI Infrastructure', 'other'],
    ['AI Resident', 'ai_engineer'],
    ['Security Engineer', 'other'],
    ['Backend Engineer', 'software_engineer'],
    ['Member of Technical Staff - ML Research Engineer', 'research'],
  ])('of %j is %s', (title, role) => {
    expect(traitsOf('', title).role).toBe(role)
  })

  test('of a post is the one that its header or its first sentence seeks', () => {
    expect(post('Acme | Data Scientist | Berlin').role).toBe('data_scientist')
    expect(post('Acme (Berlin) is looking for a machine learning engineer to join us.').role).toBe('ml_engineer')
  })
})

describe('several roles', () => {
  test.each<[string, boolean]>([
    ['Acme | Backend Developer, Frontend Developer | Berlin', true],
    ['Acme | Multiple roles | Remote', true],
    ['Acme | FullStack-/Backend-/AI-Engineers | Berlin', true],
    ['Acme | Senior Engineer | Berlin', false],
    ['Acme | Sr & Mid Software Engineers | Remote', false],
    ['Acme | Software Engineer or cofounder | Remote', false],
    ['Acme | Senior Front-end / Full-Stack Engineers | Denver', false],
    ['Acme | Berlin\nWe build.\nOpen roles:\n- Data Engineer\n- Product Designer', true],
    ['Acme | Berlin\nWe are hiring backend and frontend developers.', true],
    ['Acme | Web Developer | Phoenix\nWe build.\nOther roles:\n* Product Coordinator', true],
    ['Acme | Engineer | Berlin\nYou work with designers and product managers.', false],
    ['Acme | DevOps, Systems, Full-Stack | Oslo', true],
    ['Acme | Engineering, DevOps, & Product | Oslo', true],
    ['Acme | Senior Python Engineer, Senior Java Engineer | Oslo', true],
    ['Acme | Tech Lead / Senior Software Engineer / Front End Developer | Oslo', true],
    ['Acme | Front End Engineer / Designer | Oslo', false],
    ['Acme | Software Engineer, Data Platform | Oslo', false],
    ['Acme | Application developer, senior application developer | Oslo', false],
    ['Acme | Oslo | 13 engineering jobs', true],
    ["Acme | Oslo\nWe've got two positions by the sea.", true],
    ["Acme | .NET Developers | Oslo\nI've got a couple positions open for .NET devs.", false],
    ['Acme | Oslo\nWe are hiring for four roles in our office by the sea.', true],
    ['Acme | Oslo\nMultiple engineering, support and operations positions.', true],
    ['Acme | Oslo\nSee the Full Stack, Sales and Marketing roles on our site.', true],
    ['Acme | Oslo\nData Engineer, Backend Engineer, UI/Frontend Engineer', true],
    ['Acme | Oslo\nSenior Software Engineer:\nYou build.\nWeb Application Developer:\nYou build.', true],
    ['Acme | Oslo\nSenior Software Engineer (Oslo)\nSoftware Engineer (Oslo)', false],
    ['Acme | Oslo\nOpen roles:\n- Front End: https://acme.example/1\n- Data: https://acme.example/2', true],
    [
      'Acme | Oslo\nHiring for:\n- Full stack developers (any language)\n-Product (UI/UX) Designer: https://acme.example',
      true,
    ],
    ['Acme | Head of Engineering | Oslo\nFrontend: React, Apollo\nBackend: Rails, AWS', false],
    ['Acme | Oslo\n1) Principal Pipeline Engineer. You build.\n2) Sr Web Engineer, on our product team.', true],
    ['Acme | Oslo\n1) We seek Software Engineers of all levels.\n2) We are hiring our first Data Scientist.', true],
    ['Acme | Oslo\nWe are looking for:\n- Engineers: Backend, Mobile\n- Product: Designers, PMs', true],
    ['Acme | Data Engineer | Oslo | Onsite\nWe build.\nAcme | NLP Scientist | Oslo | Onsite', true],
    ['Acme | Systems Engineer | Oslo\nWe are also looking for a Senior Program Manager.', true],
    ['Acme | Oslo\nAcme seeks a Web Developer for a team of planners, analysts and researchers.', false],
    ['Acme | Oslo\n[Front End Engineer]\nSkills we look for\n* Responsive Design (any framework)', false],
    ['Acme | Oslo\nPositions: Backend (Go, Rust), UX Designer & Product Manager', true],
    ['Company: Acme\nPosition: Data Engineer\nLocation: Oslo', false],
    ['Acme | Oslo\nPosition 1: Data Engineer\nYou build.\nPosition 2: Product Designer\nYou draw.', true],
  ])('in %j: %s', (text, multi) => {
    const { multi: several, years, seniority, salary, remote, role } = post(text)
    expect(several).toBe(multi)
    if (multi) expect([years, seniority, salary, remote, role]).toEqual([null, null, null, null, null])
  })
})

describe('the head of a post', () => {
  test.each([
    ['Company: Acme\nPosition: Senior NLP Engineer\nLocation: Oslo (onsite)', 'ml_engineer', 'senior', 'onsite'],
    ['Acme - Oslo, Norway\nRole: Lead Designer\nRemote: yes', 'other', 'lead', 'remote'],
    ['Acme | Oslo | Onsite\nSenior Data Scientist\nWe build.', 'data_scientist', 'senior', 'onsite'],
    ['Acme | Oslo\nhttps://acme.example\nML Engineer:\nYou build.', 'ml_engineer', 'unspecified', 'unspecified'],
    ['Acme | Oslo\nInterns or full-time\nWe build.', 'other', 'unspecified', 'unspecified'],
  ])('%j', (text, role, seniority, remote) => {
    const { multi: _, ...read } = post(text)
    expect(read).toMatchObject({ role, seniority, remote })
  })
})

test('a post of a thread is read from its own head, a posting from its title', () => {
  const input = {
    title: 'Engineers',
    text: { role: 'Acme | Backend Developer, Designer | Oslo\nWe build.', company: '' },
  }
  expect(tagger.tag({ ...input, isPost: true }).traits).toMatchObject({ multi: true, seniority: null, role: null })
  expect(tagger.tag(input).traits).toMatchObject({ multi: false, seniority: 'unspecified', role: 'software_engineer' })
})

describe('an AI posting', () => {
  test.each<[string, string, boolean]>([
    ['Machine Learning Engineer', '', true],
    ['Software Engineer', '# What you’ll do\n- Build and train machine learning models', true],
    ['Software Engineer', '# What you’ll do\n- Build APIs\n# About us\nWe lead in machine learning.', false],
    ['Software Engineer', '# What you’ll do\n- Use AI tools such as Copilot', false],
    ['Software Engineer', '# What you’ll do\n- Work with design, AI/ML and growth teams', false],
    ['Account Executive', 'Sell our machine learning platform.', false],
    ['Data Scientist', 'Count things in SQL.', false],
  ])('%s, %j: %s', (title, text, ai) => {
    expect(traitsOf(text, title).ai).toBe(ai)
  })

  test('is told by what stands behind a title and a dash, and not by what is not asked', () => {
    expect(post('Acme | Oslo | Several roles\nLead Engineer — Build and evaluate LLM-driven workflows.').ai).toBe(true)
    expect(post('Acme | Oslo | Several roles\nSales Engineer - Sell our machine learning product.').ai).toBe(false)
    expect(post('Acme | Oslo\nWe are hiring infrastructure, machine learning, and product engineers.').ai).toBe(true)
    expect(traitsOf('You build forms. No prior machine learning experience is needed.').ai).toBe(false)
    expect(traitsOf('You build the forms that our customers use to deploy machine learning models.').ai).toBe(false)
  })

  test('is told without the names of tools, so that a new skill moves no denominator', () => {
    const text = '# What you’ll do\n- Ship features in Quuxtorch and PyTorch'
    const grown = createTagger([
      ...catalog,
      { id: 'quuxtorch', name: 'Quuxtorch', group: 'frameworks', aliases: ['quuxtorch', 'ship features'] },
    ])
    const input = { title: 'Software Engineer', text: { role: text, company: '' } }
    expect(grown.tag(input).traits).toEqual(tagger.tag(input).traits)
    expect(tagger.tag(input).traits.ai).toBe(false)
  })

  test('is tagged with what the machine learning is for', () => {
    expect(traitsOf('# Tasks\n- Develop computer vision models and fine-tune LLMs', 'ML Engineer').patterns).toEqual([
      'fine-tuning',
      'vision',
      'nlp',
    ])
  })
})
