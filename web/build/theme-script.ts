import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { transformWithEsbuild, type Plugin } from 'vite'

const source = fileURLToPath(new URL('../src/design/theme-at-start.ts', import.meta.url))

/**
 * Puts the chosen theme on the document before anything is painted: a classic script in the head, which the browser waits for. A module would
 * run after the first frame, and an inline script is against the page's policy.
 */
export function themeScript(): Plugin {
  let reference = ''
  return {
    name: 'hansard:theme-script',
    apply: 'build',
    async buildStart() {
      this.addWatchFile(source)
      const script = await transformWithEsbuild(readFileSync(source, 'utf8'), source, { loader: 'ts', format: 'iife', minify: true })
      reference = this.emitFile({ type: 'asset', name: 'theme.js', source: script.code })
    },
    transformIndexHtml: {
      order: 'post',
      handler(html, context) {
        const bundled = Object.values(context.bundle ?? {}).find((file) => file.type === 'asset' && file.names.includes('theme.js'))
        if (!bundled || !reference) throw new Error('The script of the theme is not in the bundle.')
        return html.replace('<!-- theme -->', `<script src="./${bundled.fileName}"></script>`)
      },
    },
  }
}
