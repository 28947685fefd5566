/** Plain words made safe to stand in markup. */
export const escapedText = (text: string): string =>
  text
    .replace(/&(?![a-z]{2,8};|#)/gi, '&amp;')
    .replace(/</g, '&lt;')
    .replace(/>/g, '&gt;')

/** A heading and what stands under it, as one piece of markup; null where nothing stands under it. */
export const headed = (heading: string | null, body: string | null): string | null =>
  body === null ? null : heading === null ? body : `<h3>${escapedText(heading)}</h3><div>${body}</div>`
