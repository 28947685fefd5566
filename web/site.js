// Adds to pages that are whole without it: finding and sorting skills, and reading charts point by point.

const all = (selector, within = document) => [...within.querySelectorAll(selector)]

// ---- finding and sorting ----

for (const table of all('table[data-sortable]')) {
  const body = table.tBodies[0]
  const rows = [...body.rows]
  for (const head of all('thead th[data-first]', table)) {
    const button = document.createElement('button')
    button.type = 'button'
    button.append(...head.childNodes)
    head.append(button)
    button.addEventListener('click', () => sortBy(head))
  }

  function sortBy(head) {
    const column = head.cellIndex
    const order = head.getAttribute('aria-sort')
    const next = order === null ? head.dataset.first : order === 'ascending' ? 'descending' : 'ascending'
    for (const other of all('th[aria-sort]', table)) other.removeAttribute('aria-sort')
    head.setAttribute('aria-sort', next)
    const way = next === 'ascending' ? 1 : -1
    // What was not measured stands last, whichever way the rest is sorted.
    const sortedBy = (row) => row.cells[column].dataset.value ?? null
    const compared = (left, right) => {
      const [a, b] = [sortedBy(left), sortedBy(right)]
      if (a === null || b === null) return Number(a === null) - Number(b === null)
      const [x, y] = [Number(a), Number(b)]
      return way * (Number.isNaN(x) || Number.isNaN(y) ? a.localeCompare(b, 'en') : x - y)
    }
    body.append(...[...rows].sort(compared))
  }

  const form = document.querySelector('form.search')
  const input = form?.querySelector('input')
  if (!input) continue
  const told = form.querySelector('output')
  form.hidden = false
  form.addEventListener('submit', (event) => {
    event.preventDefault()
    const found = rows.filter((row) => !row.hidden)
    if (found.length === 1) found[0].querySelector('th a').click()
  })
  const find = () => {
    const words = input.value.toLowerCase().split(/\s+/).filter(Boolean)
    let shown = 0
    for (const row of rows) {
      row.hidden = !words.every((word) => row.dataset.find.includes(word))
      if (!row.hidden) shown++
    }
    told.textContent = words.length === 0 ? '' : `${shown} of ${rows.length} skills`
  }
  input.addEventListener('input', find)
  // A browser that goes back fills the field in again.
  find()
}

// ---- charts ----

const svgNames = 'http://www.w3.org/2000/svg'

for (const figure of all('[data-chart]')) {
  const plot = figure.querySelector('.plot')
  // The table keeps the time before the first measured period, which is not drawn.
  const drawn = Number(plot.querySelector('svg')?.dataset.points ?? 0)
  const rows = all('tbody tr', figure).slice(0, drawn).reverse()
  const heads = all('thead th', figure).map((head) => head.textContent)
  if (rows.length === 0) continue
  // The browser's own tooltip of a picture would cover ours.
  for (const svg of all('svg', plot)) {
    const name = all('title, desc', svg).filter((part) => part.parentNode === svg)
    svg.setAttribute('aria-label', name.map((part) => part.textContent).join('. '))
    svg.removeAttribute('aria-labelledby')
    for (const part of all('title, desc', svg)) part.remove()
  }
  const tip = document.createElement('div')
  tip.className = 'tip'
  tip.setAttribute('role', 'status')
  tip.hidden = true
  plot.append(tip)
  plot.tabIndex = 0
  plot.setAttribute('role', 'group')
  plot.setAttribute(
    'aria-label',
    `${figure.querySelector('figcaption').textContent}. Arrow keys read it point by point.`,
  )
  let at = rows.length - 1

  const shownSvg = () => all('svg', plot).find((svg) => svg.getBoundingClientRect().width > 0)

  function placeOf(svg, index) {
    const box = svg.viewBox.baseVal
    const [left, right] = [Number(svg.dataset.left), Number(svg.dataset.right)]
    const step = (box.width - left - right) / Math.max(1, rows.length - 1)
    return rows.length === 1 ? left + (box.width - left - right) / 2 : left + index * step
  }

  function show(index) {
    const svg = shownSvg()
    if (!svg) return
    at = Math.min(rows.length - 1, Math.max(0, index))
    const cells = [...rows[at].cells]
    const lines = cells.slice(1).map((cell, column) => {
      const text = cell.textContent.trim()
      return text === '' ? null : column === 0 && cells.length <= 4 ? text : `${heads[column + 1]}: ${text}`
    })
    tip.replaceChildren()
    const title = document.createElement('b')
    title.textContent = cells[0].textContent
    tip.append(title)
    for (const line of lines.filter((line) => line !== null)) {
      const row = document.createElement('div')
      row.textContent = line
      tip.append(row)
    }
    tip.hidden = false
    for (const old of all('.c-here', plot)) old.remove()
    const line = document.createElementNS(svgNames, 'line')
    const x = placeOf(svg, at)
    const box = svg.viewBox.baseVal
    for (const [name, value] of Object.entries({ x1: x, x2: x, y1: 10, y2: box.height - 28 }))
      line.setAttribute(name, value)
    line.setAttribute('class', 'c-here')
    svg.append(line)
    const scale = svg.getBoundingClientRect().width / box.width
    const beside = x * scale + 12
    const room = plot.clientWidth - tip.offsetWidth
    tip.style.transform = `translate(${Math.max(0, beside > room ? x * scale - tip.offsetWidth - 12 : beside)}px, 8px)`
  }

  function hide() {
    tip.hidden = true
    for (const old of all('.c-here', plot)) old.remove()
  }

  plot.addEventListener('pointermove', (event) => {
    const svg = shownSvg()
    if (!svg) return
    const box = svg.getBoundingClientRect()
    const x = ((event.clientX - box.left) / box.width) * svg.viewBox.baseVal.width
    const first = placeOf(svg, 0)
    const step = rows.length === 1 ? 1 : placeOf(svg, 1) - first
    show(Math.round((x - first) / step))
  })
  plot.addEventListener('pointerleave', () => {
    if (document.activeElement !== plot) hide()
  })
  plot.addEventListener('focus', () => show(at))
  plot.addEventListener('blur', hide)
  plot.addEventListener('keydown', (event) => {
    const moves = {
      ArrowLeft: at - 1,
      ArrowRight: at + 1,
      Home: 0,
      End: rows.length - 1,
      PageUp: at - 12,
      PageDown: at + 12,
    }
    if (event.key === 'Escape') hide()
    else if (event.key in moves) {
      event.preventDefault()
      show(moves[event.key])
    }
  })
}

// ---- where the reader is ----

const links = new Map(all('.contents a').map((link) => [link.hash.slice(1), link]))
if (links.size > 0 && 'IntersectionObserver' in window) {
  const observer = new IntersectionObserver(
    (entries) => {
      for (const { target, isIntersecting } of entries) links.get(target.id)?.classList.toggle('here', isIntersecting)
    },
    { rootMargin: '-15% 0px -70% 0px' },
  )
  for (const section of all('.sections > section[id]')) observer.observe(section)
}
