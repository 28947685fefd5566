/** Text with the mark of its footnote, on its way to a sink that encodes both. */
export class Written {
  readonly text: string
  readonly mark: string

  constructor(text: string, mark: string) {
    this.text = text
    this.mark = mark
  }

  toString(): string {
    return this.text
  }
}

/** Markup of our own making for the format in hand: a chart, a list of footnotes. */
export class Made {
  readonly markup: string

  constructor(markup: string) {
    this.markup = markup
  }

  toString(): string {
    return this.markup
  }
}
