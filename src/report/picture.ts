/** SVG of our own making as a PNG, with fonts that come along: it looks the same, to the byte, on every machine. */
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'

const fontFolder = () => join(dirname(createRequire(import.meta.url).resolve('dejavu-fonts-ttf/package.json')), 'ttf')

/** `width` in pixels; the height follows. The library is loaded when the first picture is asked for. */
export async function pngOf(svg: string, width: number): Promise<Uint8Array> {
  const { Resvg } = await import('@resvg/resvg-js')
  const fonts = fontFolder()
  const font = {
    // A font costs as much as a chart: the bold one is read only by drawings that set bold text.
    fontFiles: ['DejaVuSans.ttf', ...(svg.includes('font-weight="bold"') ? ['DejaVuSans-Bold.ttf'] : [])].map((file) =>
      join(fonts, file),
    ),
    loadSystemFonts: false,
    defaultFontFamily: 'DejaVu Sans',
  }
  return new Resvg(svg, { fitTo: { mode: 'width', value: width }, background: '#ffffff', font }).render().asPng()
}
