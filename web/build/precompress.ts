import { promises as files } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { brotliCompress, constants, gzip } from 'node:zlib'
import type { Plugin } from 'vite'

const text = /\.(js|css|svg|json|html)$/

/** Writes NAME.br and NAME.gz beside each asset that is text, as small as can be, so that the server compresses nothing. */
export function precompress(): Plugin {
  return {
    name: 'hansard:precompress',
    apply: 'build',
    async writeBundle(options, bundle) {
      const names = Object.keys(bundle).filter((name) => name.startsWith('app/assets/') && text.test(name))
      await Promise.all(names.map((name) => compress(join(options.dir!, name))))
    },
  }
}

async function compress(path: string): Promise<void> {
  const content = await files.readFile(path)
  const brotli = await promisify(brotliCompress)(content, {
    params: { [constants.BROTLI_PARAM_QUALITY]: constants.BROTLI_MAX_QUALITY, [constants.BROTLI_PARAM_SIZE_HINT]: content.length },
  })
  await files.writeFile(`${path}.br`, brotli)
  await files.writeFile(`${path}.gz`, await promisify(gzip)(content, { level: constants.Z_BEST_COMPRESSION }))
}
