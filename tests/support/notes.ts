/** A dataset of one text of others beside one number and one text of ours. */
import type { Dataset } from '../../src/report/datasets.ts'

export const notes: Dataset = {
  name: 'postings',
  about: '',
  key: ['text'],
  columns: [
    { name: 'text', type: 'text', about: '' },
    { name: 'number', type: 'number', about: '', optional: true },
    { name: 'last', type: 'text', about: '', ours: true },
  ],
}
