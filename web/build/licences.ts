import { existsSync, readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import type { Plugin } from 'vite'

const packaged = /^(.*\/node_modules\/((?:@[^/]+\/)?[^/]+))\//

/** Writes the licence of every npm package of which code is in the page to licences/PACKAGE/, to be released with it. */
export function bundledLicences(): Plugin {
  return {
    name: 'hansard:licences',
    apply: 'build',
    generateBundle(_, bundle) {
      const packages = new Map<string, string>()
      for (const chunk of Object.values(bundle)) {
        if (chunk.type !== 'chunk') continue
        for (const [id, module] of Object.entries(chunk.modules)) {
          const match = module.renderedLength > 0 ? packaged.exec(id.replaceAll('\\', '/').replace(/^\0/, '')) : null
          if (match) packages.set(match[2]!, match[1]!)
        }
      }
      for (const [name, folder] of packages) {
        if (!existsSync(folder)) this.error(`The folder of the package ${name} is not there: ${folder}`)
        const texts = readdirSync(folder).filter((file) => /^licen[cs]e/i.test(file))
        if (texts.length === 0) this.error(`The package ${name} comes without the text of its licence.`)
        for (const file of texts) {
          this.emitFile({ type: 'asset', fileName: `licences/${name}/${file}`, source: readFileSync(join(folder, file)) })
        }
      }
    },
  }
}
