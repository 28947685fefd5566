/** Every command by name. Loading a command's file waits until it is asked for: `--version` should cost nothing. */
import type { Command } from './command.ts'

type Load = () => Promise<{ default: Command }>

/** In the order of `--help`: collecting, asking, publishing, keeping. */
export const groups: { title: string; commands: Record<string, Load> }[] = [
  {
    title: 'Collect',
    commands: {
      collect: () => import('./collect.ts'),
      import: () => import('./import.ts'),
      backfill: () => import('./backfill.ts'),
      history: () => import('./history.ts'),
      tag: () => import('./tag.ts'),
      refresh: () => import('./refresh.ts'),
      label: () => import('./label.ts'),
      record: () => import('./record.ts'),
      replay: () => import('./replay.ts'),
    },
  },
  {
    title: 'Ask',
    commands: {
      report: () => import('./report.ts'),
      compare: () => import('./compare.ts'),
      trend: () => import('./trend.ts'),
      top: () => import('./top.ts'),
      explain: () => import('./explain.ts'),
      claims: () => import('./claims.ts'),
      revisions: () => import('./revisions.ts'),
    },
  },
  {
    title: 'Publish',
    commands: {
      export: () => import('./export.ts'),
      digest: () => import('./digest.ts'),
      render: () => import('./render.ts'),
      page: () => import('./page.ts'),
      serve: () => import('./serve.ts'),
    },
  },
  {
    title: 'Look after',
    commands: {
      status: () => import('./status.ts'),
      sources: () => import('./sources.ts'),
      boards: () => import('./boards.ts'),
      try: () => import('./try.ts'),
      skills: () => import('./skills.ts'),
      verify: () => import('./verify.ts'),
      backup: () => import('./backup.ts'),
      restore: () => import('./restore.ts'),
      move: () => import('./move.ts'),
      config: () => import('./config.ts'),
      init: () => import('./init.ts'),
      schedule: () => import('./schedule.ts'),
      worker: () => import('./worker.ts'),
      run: () => import('./run.ts'),
      completions: () => import('./completions.ts'),
    },
  },
]

export const commands: Record<string, Load> = Object.assign({}, ...groups.map((group) => group.commands))
