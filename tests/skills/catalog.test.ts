import { describe, expect, test } from 'vitest'
import { catalog } from '../../src/skills/catalog/index.ts'
import { aliasOf, skillGroups } from '../../src/skills/catalog/skill.ts'
import { createTagger } from '../../src/skills/tagger.ts'

const tagger = createTagger(catalog)
const found = (text: string, posted: string | null = null) => [
  ...new Set(tagger.find({ title: '', text: { role: text, company: '' }, posted }).map(({ skill }) => skill)),
]
/** A sentence that keeps every company an ambiguous name may ask for. */
const company = (words: readonly string[]) => `We do machine learning with ${words.join(', ')}`

describe('the catalog', () => {
  test('holds at least 300 skills, in every group', () => {
    expect(catalog.length).toBeGreaterThanOrEqual(300)
    expect(new Set(catalog.map(({ group }) => group))).toEqual(new Set(skillGroups))
  })

  test('has each id once, in letters that a column may hold', () => {
    const ids = catalog.map(({ id }) => id)
    expect(ids.filter((id, at) => ids.indexOf(id) !== at)).toEqual([])
    expect(ids.filter((id) => !/^[a-z0-9][a-z0-9+#.-]*$/.test(id))).toEqual([])
  })

  test('names each skill, its first month and its homepage', () => {
    const bare = catalog.filter(({ name, since, homepage }) => {
      return name.trim() === '' || !/^\d{4}-\d{2}$/.test(since ?? '') || !/^https?:\/\//.test(homepage ?? '')
    })
    expect(bare.map(({ id }) => id)).toEqual([])
  })

  test('implies only skills that it holds', () => {
    const ids = new Set(catalog.map(({ id }) => id))
    const named = catalog.flatMap(({ implies = [], aliases }) => [
      ...implies,
      ...aliases.flatMap((alias) => aliasOf(alias).also ?? []),
    ])
    expect(named.filter((id) => !ids.has(id))).toEqual([])
  })

  test('gives no spelling without a context to two skills', () => {
    const owners = new Map<string, string[]>()
    for (const skill of catalog) {
      for (const entry of skill.aliases) {
        const alias = aliasOf(entry)
        if ((alias.context ?? skill.context) !== undefined) continue
        const key = alias.exact ? `=${alias.text}` : alias.text.toLowerCase().replace(/[\s_-]+/g, ' ')
        owners.set(key, [...new Set([...(owners.get(key) ?? []), skill.id])])
      }
    }
    expect([...owners].filter(([, ids]) => ids.length > 1)).toEqual([])
  })

  test('has no alias that cannot be reached', () => {
    const unreachable = catalog.flatMap((skill) =>
      skill.aliases.flatMap((entry) => {
        const alias = aliasOf(entry)
        const context = alias.context ?? skill.context
        const beside = [...(context?.near ?? []), ...(context?.anywhere ?? [])]
        // Each of the companions in turn may itself be a part of a longer name; one that works is enough.
        const tries = [[], ...beside.map((word) => [word])].map((words) =>
          found(`${company([...words, alias.text])}, and machine learning.`, '2026-06'),
        )
        return tries.some((ids) => ids.includes(skill.id)) ? [] : [`${skill.id}: ${alias.text}`]
      }),
    )
    expect(unreachable).toEqual([])
  })

  test('counts no near-miss as the skill that it is near to', () => {
    const wrong = catalog.flatMap((skill) =>
      (skill.not ?? []).flatMap((phrase) => {
        const { text } = aliasOf(phrase)
        const others = catalog.filter(({ aliases }) => aliases.some((alias) => aliasOf(alias).text === text))
        return found(`Deep learning: ${text}.`, '2026-06').includes(skill.id) && others.length === 0
          ? [`${skill.id}: ${text}`]
          : []
      }),
    )
    expect(wrong).toEqual([])
  })
})

describe('names that mean other things', () => {
  test.each<[string, string, string]>([
    ['jax', 'REST services in JAX-RS with machine learning', '2024-01'],
    ['jax', 'Our machine learning team is in Jax Beach, FL', '2024-01'],
    ['jax', 'AJAX, and machine learning', '2024-01'],
    ['jax', 'Machine learning with JAX', '2015-01'],
    ['pytorch', 'Deep learning in Torch, Theano and Python', '2016-04'],
    ['pytorch', 'Deep learning in Lua and Torch', '2018-04'],
    ['pytorch', 'Backed by Torch Capital, we do machine learning', '2024-01'],
    ['pytorch', 'Carry the torch of machine learning', '2024-01'],
    ['pytorch-lightning', 'Salesforce Lightning components', '2024-01'],
    ['pytorch-lightning', 'Payments on the Lightning Network', '2024-01'],
    ['pytorch-lightning', 'A lightning-fast neural network in PyTorch', '2024-01'],
    ['spark', 'Backed by Spark Capital', '2024-01'],
    ['spark', 'Projects that spark joy', '2024-01'],
    ['tensorflow', 'Infrastructure as code in TF, Ansible and Packer', '2024-01'],
    ['tensorflow', 'Friday TF2 tournaments', '2014-08'],
    ['tensorflow', 'tf-idf over documents for machine learning', '2024-01'],
    ['caffe', 'Free caffeine for machine learning engineers', '2024-01'],
    ['caffe', 'Backed by Caffeinated Capital, machine learning', '2024-01'],
    ['caffe', 'Machine learning for Caffe Nero', '2024-01'],
    ['flax', 'A flax farm run by machine learning', '2024-01'],
    ['hugging-face', 'See https://huggingface.co/acme for our models', '2024-01'],
    ['hugging-face', 'The transformers architecture', '2024-01'],
    ['langchain', 'Agents in LangGraph, watched in LangSmith', '2025-01'],
    ['spark', 'Familiar with MLlib', '2024-01'],
    ['ray', 'Machine learning on X-ray images in Python', '2024-01'],
    ['rag', 'A red, amber, green (RAG) report', '2024-01'],
    ['go', 'Go to our website', '2024-01'],
    ['go', 'A Caltrain Go Pass for every developer', '2024-01'],
    ['r', 'Responsible for A/R and SQL', '2024-01'],
    ['r', 'Half of us work in R&D with SQL', '2024-01'],
    ['r', 'Python, SQL. Salário: R$ 12.000', '2024-01'],
    ['gemini', 'Gemini, a crypto exchange, hires LLM engineers', '2024-06'],
    ['keras', 'Write to jobs@keras.example', '2024-01'],
  ])('%s is not in "%s" (%s)', (skill, text, posted) => {
    expect(found(text, posted)).not.toContain(skill)
  })

  test.each<[string[], string, string]>([
    [['pytorch'], 'Deep learning in Torch or TensorFlow with Python', '2018-01'],
    [['torch-lua'], 'Neural networks in Torch7', '2015-01'],
    [['pytorch', 'pytorch-lightning'], 'Models in PyTorch/Lightning', '2022-01'],
    [['pytorch', 'torchserve'], 'Serving by TorchServe', '2022-01'],
    [['keras', 'tensorflow'], 'Models in tf.keras', '2022-01'],
    [['keras', 'tensorflow'], 'Keras (TensorFlow)', '2022-01'],
    [['tensorflow', 'tensorflow-lite'], 'On phones with TensorFlow Lite', '2022-01'],
    [['tensorflow', 'tensorflow-serving'], 'TF Serving', '2022-01'],
    [['tensorflow', 'pytorch'], 'PyTorch, TF, etc.', '2022-01'],
    [['onnx', 'onnx-runtime'], 'ONNX Runtime', '2022-01'],
    [['python', 'r'], 'SQL, Python or R', '2022-01'],
    [['python', 'r', 'julia'], 'Python, R, Julia', '2022-01'],
    [['python', 'go'], 'services in Go/Python', '2022-01'],
    [['cuda', 'c++'], 'kernels in CUDA/C++', '2022-01'],
    [['spark'], 'PySpark jobs', '2022-01'],
    [['langchain', 'langgraph'], 'LangChain/Graph', '2025-01'],
    [['scikit-learn'], 'sci-kit learn', '2022-01'],
    [['scikit-learn'], 'sklearn', '2022-01'],
    [['scikit-learn'], 'scikit', '2022-01'],
    [['go'], 'Our services are in Go.', '2022-01'],
    [['go'], '* Python * Go * AWS', '2022-01'],
    [['r'], 'You have written R packages.', '2022-01'],
    [['r'], 'Stack: Postgres, Redis, R, Rails', '2022-01'],
    [['claude'], 'Stack: Claude, Node, React', '2026-01'],
    [['spark'], 'big data (spark), API platform', '2022-01'],
    [['jax', 'flax'], 'Machine learning in JAX and Flax', '2022-01'],
    [['pytorch'], 'ＰｙＴｏｒｃｈ', '2022-01'],
    [['pytorch'], 'Py​Torch', '2022-01'],
  ])('%j are in "%s" (%s)', (skills, text, posted) => {
    expect(found(text, posted)).toEqual(expect.arrayContaining(skills))
  })

  test('a family member names itself, not the framework it is built on', () => {
    expect(found('Machine learning: Optax, dm-haiku', '2023-01')).not.toContain('jax')
  })
})
