/** Invented postings for what postings that nobody had fitted the rules to were misread in: one wording or layout each. */
import { type Labelled, nothing, pay, several, years } from './postings.ts'

const post = (text: string, labels: Partial<Labelled>): Labelled => ({
  ...nothing,
  role: 'software_engineer',
  title: '',
  ...labels,
  text,
})
const posts = (text: string, labels: Partial<Labelled> = {}): Labelled => ({
  ...nothing,
  ...several,
  title: '',
  ...labels,
  text,
})

export const blind: Labelled[] = [
  // ---- a sentence that rates what was named before it
  post(
    'Marlpit | Backend Developer | Leeds | Onsite\nOur services are in Go, with Kafka between them. Familiarity with these is a plus, curiosity is what counts.',
    { skills: { go: 'preferred', kafka: 'preferred' }, remote: 'onsite' },
  ),
  post(
    'Sedgemoor | Software Developer | Ghent | Onsite\nBackend: Python, TensorFlow, Django\nFrontend: Vue\nExperience with most of these technologies is a must.',
    { skills: { python: 'required', tensorflow: 'required', django: 'required' }, remote: 'onsite' },
  ),
  post(
    'Rookhope | Software Developer | Ghent | Onsite\nStack: Ruby, Redis, PyTorch (no prior experience in any of these required!)',
    { skills: { ruby: 'mentioned', redis: 'mentioned', pytorch: 'mentioned' }, remote: 'onsite' },
  ),
  post(
    'Larkbarrow | Data Engineer | Turin | Onsite\nWe run a Spark and Scala stack on three\nracks, so experience with these tools is ideal.',
    {
      skills: { spark: 'preferred', scala: 'preferred' },
      remote: 'onsite',
      role: 'data_engineer',
    },
  ),
  // ---- skills of a title
  post(
    'Wexcombe | Rotterdam, The Netherlands (Onsite)\nData Engineer in the freight business\n(Python, Spark, Tensorflow)\nAs a Data Engineer you will keep our tables in order.',
    {
      skills: { python: 'required', spark: 'required', tensorflow: 'required' },
      remote: 'onsite',
      role: 'data_engineer',
    },
  ),
  posts(
    'Thornwick | Engineering | Remote\nWe sort parcels.\nSenior ML Infrastructure Engineer- Python, Pytorch, Kafka\nhttps://thornwick.example/1\nFrontend Engineer- React, CSS\nhttps://thornwick.example/2',
    { skills: { python: 'required', pytorch: 'required', kafka: 'required', react: 'required' }, ai: true },
  ),
  posts(
    'Ivelet | Remote\nSenior AI Engineer (Python): build our agents. Reqs: clear writing, agent frameworks (LangChain or similar), Docker.\nSenior Designer: draw them.',
    { skills: { langchain: 'required', docker: 'required' }, ai: true },
  ),
  // ---- what demands, and what does not
  post(
    'Coverack | Frontend Developer | Porto | Onsite\nYou will be working with a kind and experienced team, using React and PyTorch. You can use the tools you like, Keras included.',
    { skills: { react: 'mentioned', pytorch: 'mentioned', keras: 'mentioned' }, remote: 'onsite' },
  ),
  post(
    'Zennor | Backend Developer | Porto | Onsite\nKnowledge of Scala. Experience with Spark or Keras would be useful.',
    {
      skills: { scala: 'required', spark: 'preferred', keras: 'preferred' },
      remote: 'onsite',
    },
  ),
  post(
    'Lamorna | Backend Developer | Porto | Onsite\nRequirements:\n- Good Java\n- Prior experience in one or more of Spark, Kafka, Hadoop, Keras preferred, but not required',
    { skills: { java: 'required', spark: 'preferred', kafka: 'preferred', keras: 'preferred' }, remote: 'onsite' },
  ),
  {
    ...nothing,
    title: 'Analytics Engineer',
    text: 'Requirements:\n- Strong understanding of pipelines and modern data stack tools (dbt, Spark, Airflow)\n- Some experience in machine learning is a plus (libraries like Keras or PyTorch)',
    skills: { spark: 'required', airflow: 'required', keras: 'preferred', pytorch: 'preferred' },
    role: 'data_engineer',
  },
  {
    ...nothing,
    title: 'Backend Engineer',
    text: 'REQUIREMENTS\n - Deep hands-on experience with:\n   - Spark and Kafka\n   - Keras or TensorFlow\nNice to have:\n - Experience with: PyTorch, JAX',
    skills: {
      spark: 'required',
      kafka: 'required',
      keras: 'required',
      tensorflow: 'required',
      pytorch: 'preferred',
      jax: 'preferred',
    },
    role: 'software_engineer',
  },
  post(
    'Cape Loom | Backend Developer | York | Onsite\nOur founders have decades of experience in PyTorch. Experience or interest in Keras. We don’t use tensor flow or pandas or Spark.',
    { skills: { pytorch: 'mentioned', keras: 'required', tensorflow: 'negated', spark: 'negated' }, remote: 'onsite' },
  ),
  post(
    'Sancreed | Backend Developer | York | Onsite\nRequirements: SQL. Knowledge of dashboards (Keras or PyTorch experience preferred). Competitive compensation, 401k matching.\nBonuses Experience with TensorFlow',
    {
      skills: { sql: 'required', keras: 'preferred', pytorch: 'preferred', tensorflow: 'preferred' },
      remote: 'onsite',
    },
  ),
  // ---- lines that are headings, and lines that only look like them
  {
    ...nothing,
    title: 'Data Engineer',
    text: 'What you bring:\nSolid SQL\nAWS experience preferred\nStrong Spark and Scala\nKnowledge of PyTorch',
    skills: { sql: 'required', aws: 'preferred', spark: 'required', scala: 'required', pytorch: 'required' },
    role: 'data_engineer',
  },
  {
    ...nothing,
    title: 'Research Intern',
    text: 'What you need\n - Minimum Qualifications\n   - Python\n - Preferred Qualifications\n   - Experience with TensorFlow or PyTorch\n - Bonus\n   - Experience with JAX',
    skills: { python: 'required', tensorflow: 'preferred', pytorch: 'preferred', jax: 'preferred' },
    seniority: 'intern',
    role: 'research',
  },
  posts(
    'Cadgwith | Bergen | Onsite\n++Web Developer++\nNice to have:\n- React\n++DevOps Engineer++\nAt least 5 years of experience working with:\n- Spark, Kubernetes',
    { skills: { react: 'preferred', spark: 'required', kubernetes: 'required' } },
  ),
  post(
    'Kynance | Senior Computer Vision Engineer | Remote\nAs the owner of our cameras, you will ideally:\n- Run all of our labelling\nOur stack is Python, PyTorch and FastAPI.',
    {
      skills: { python: 'mentioned', pytorch: 'mentioned', fastapi: 'mentioned' },
      seniority: 'senior',
      remote: 'remote',
      role: 'ml_engineer',
      ai: true,
    },
  ),
  // ---- several openings
  posts('Botallack | York\nAll roles: https://botallack.example - Full Stack Engineer - Product Manager - UX Designer'),
  posts('Trewavas | Engineers | York | Onsite\nWe have vacancies for back-end, iOS and Android developers.'),
  posts('York, Pendeen Mills\nWe’re looking for engineers (software, front-end, electrical) to help with our looms.'),
  posts(
    'York - no remote\nLevant Mills, makers of OpenLoom, are hiring senior QA and sales positions: https://levant.example',
  ),
  posts(
    'https://geevor.example | Remote | Full-time | backend/frontend/full stack eng + product folks\nWe lend looms.',
  ),
  posts(
    'Carnyorth | Remote (US timezones preferred)\n- Senior Software Engineer (Frontend) - PyTorch, Vue (https://carnyorth.example/1)\n- Senior Software Engineer (Backend) - Haskell, Spark (https://carnyorth.example/2)',
    { skills: { pytorch: 'required', spark: 'required', haskell: 'required' } },
  ),
  posts(
    'Kenidjack | Remote\nHiring: Web Designer\nApply here: https://kenidjack.example/1\nHiring: Web Developer\nApply here: https://kenidjack.example/2',
  ),
  posts('Skewjack | York\nWe’re hiring engineers for web (JS, Node), iOS (Swift) and Android.'),
  posts('York, Bosigran Mills\nWe are looking for developers and Linux system administrators.'),
  posts('Porthmeor | Berlin\nWe are looking for junior to mid-level Data Scientists and full stack developers.'),
  post(
    'Zawn | Software Engineer, Looms | York | Onsite\nWe have two open positions for full-stack engineers who like looms.',
    {
      remote: 'onsite',
    },
  ),
  posts('Chapel Carn | Head of Engineering, Head of Marketing | York\nWe knit.'),
  posts('Boscaswell | Founding FE Eng + Operations Lead | York\nWe knit.'),
  post('Trevean | Head of Product | Remote | Full time\nOur engineers knit with Rust.', {
    seniority: 'director',
    remote: 'remote',
    role: 'other',
  }),
  post(
    'York: backend engineer. Trewey is an event platform whose customers are sales managers, recruiters and account executives all over the country, and we need another one who likes looms and their many threads.',
    {},
  ),
  post('Nanquidno | Director of Engineering & Developer Relations | Remote', {
    seniority: 'director',
    remote: 'remote',
    role: 'other',
  }),
  post(
    'Bosullow | Data Scientist | York | Onsite\nYou will draw conclusions from our sales with our Data Science team.',
    {
      remote: 'onsite',
      role: 'data_scientist',
    },
  ),
  posts('Dolcoath | York\nOpen positions:\n- Research Engineer, Machine Learning\n- Systems Engineer', { ai: true }),
  // ---- the rest
  post(
    'Wheal Jane | Backend Developer | Bath | Onsite\nThe team comprises four senior people, each with 15-20 years of experience in mining. You have 2+ years of experience.',
    { years: years(2), remote: 'onsite' },
  ),
  post('Tolgus | Quantum Computing Expert | Bath | Onsite\nBuild partnerships and write articles.', {
    remote: 'onsite',
    role: 'other',
  }),
  {
    ...nothing,
    title: 'Infrastructure Engineer, Machine Learning',
    text: '- Location: this role is based 3 days per week out of our Bath, HQ and is not eligible for full-time remote work.\n- Pay: £70,000 - £80,000',
    salary: pay(70_000, 80_000, 'GBP'),
    remote: 'hybrid',
    role: 'ml_platform',
    ai: true,
  },
  {
    ...nothing,
    title: 'Werkstudierende:r Buchhaltung (m/w/d)',
    text: 'Wir mögen kurze Wege, deshalb kommen wir jeden Tag ins Büro.',
    seniority: 'intern',
    remote: 'onsite',
  },
  {
    ...nothing,
    title: 'Platform Operator',
    text: 'Willingness to work in person at our Bath office 4-5 days per week. We value intentional in-person moments.',
    remote: 'hybrid',
  },
  {
    ...nothing,
    title: 'Event Manager',
    text: 'You are the onsite point of contact at our retreats, and turn values into in-person moments.',
  },
  {
    ...nothing,
    title: 'Bookkeeper',
    text: 'Perks\n- Remote flexibility: work wherever you like best.',
    remote: 'remote',
  },
  {
    ...nothing,
    title: 'Account Manager',
    text: 'All team members work from our offices on Mondays and Thursdays.\n#LI-Onsite',
    remote: 'hybrid',
  },
  { ...nothing, title: '(Senior) Bookkeeper (m/f/d)', text: 'You keep our books.' },
  {
    ...nothing,
    title: 'Technology Alliances Manager',
    text: 'This role is based in London or remotely in the UK. Nancledra operates under a hybrid work model, two days per week in the office. Many strong candidates for it have 10+ years of experience. $500/month to be used for dependents.',
    remote: 'remote',
  },
  {
    ...nothing,
    title: 'Account Executive',
    text: 'Attend in-person networking events every week. You teach online instead of in person.',
  },
  {
    ...nothing,
    title: 'AI Quality Assurance Specialist',
    text: 'Work is performed 100% from home, with optional travel for onsite meetings. Experience:\n- Behavior analysis: 1 year (Required)',
    years: years(1),
    remote: 'remote',
  },
  { ...nothing, title: 'Comptable', text: 'Avantages:\n- RTT\n- Télétravail partiel possible', remote: 'hybrid' },
  {
    ...nothing,
    title: 'Operations Lead',
    text: 'Farmers spend more time in the field than in the office. You have run hybrid workforces of staff and contractors.\nBenefits\n- Telehealth services tailored for remote work\n- Work-from-home/remote office stipend',
    seniority: 'lead',
  },
]
