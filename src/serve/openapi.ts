/** The OpenAPI document of the server, made of the endpoints that it answers and the shapes of their answers. */
import { type ViewName, viewSchema, viewShapes } from '../report/view-schemas.ts'
import { apiVersion, endpoints, parameters } from './endpoints.ts'

/** What the server answers; other views are given by commands alone. */
const isView = (name: string): name is ViewName =>
  Object.hasOwn(viewShapes, name) && endpoints.some(({ answers }) => answers === name)

export const schemaNamed = (name: string): Record<string, unknown> | null => (isView(name) ? answerSchema(name) : null)

/** A view with the version of the answers beside its fields. */
function answerSchema(name: ViewName): Record<string, unknown> {
  const schema = viewSchema(name)
  const properties = schema['properties'] as Record<string, unknown>
  return {
    ...schema,
    properties: { version: { const: apiVersion }, ...properties },
    required: ['version', ...(schema['required'] as string[])],
  }
}

const problems = {
  400: 'Something asked for cannot be.',
  404: 'There is no such skill.',
  503: 'The store cannot be asked now.',
}

const problem = {
  type: 'object',
  properties: { title: { type: 'string' }, status: { type: 'integer' }, detail: { type: 'string' } },
  required: ['title', 'status', 'detail'],
}

export const openApi = (version: string) => ({
  openapi: '3.1.0',
  info: {
    title: 'skilltide',
    version,
    description:
      'How much the job market asks for a skill, and which way that moves. A figure whose status leaves no value has null, never 0. Answers carry an ETag; only GET and HEAD are answered.',
    license: { name: 'MIT', identifier: 'MIT' },
  },
  paths: Object.fromEntries(
    endpoints.map(({ path, question, summary, takes, needs, answers }) => [
      path,
      {
        get: {
          operationId: question,
          summary,
          parameters: [
            ...(path.includes('{skill}')
              ? [
                  {
                    name: 'skill',
                    in: 'path',
                    required: true,
                    schema: { type: 'string' },
                    description: 'Id of the skill.',
                  },
                ]
              : []),
            ...takes.map((name) => ({
              ...{ name, in: 'query', required: needs.includes(name) },
              ...{ description: parameters[name].about, schema: parameters[name].schema },
            })),
          ],
          responses: {
            200: {
              description: summary,
              headers: { ETag: { schema: { type: 'string' } } },
              content: { 'application/json': { schema: { $ref: `schema/${answers}.json` } } },
            },
            304: { description: 'As the client has it already.' },
            ...Object.fromEntries(
              Object.entries(problems).map(([code, description]) => [
                code,
                { description, content: { 'application/problem+json': { schema: problem } } },
              ]),
            ),
          },
        },
      },
    ]),
  ),
})
