import { svelte } from '@sveltejs/vite-plugin-svelte'
import { defineConfig } from 'vite'
import { bundledLicences } from './build/licences'
import { precompress } from './build/precompress'
import { themeScript } from './build/theme-script'

// MSBuild says where the server looks for the page; by hand it goes to the same place.
const outDir = process.env['HANSARD_WEB_OUT'] ?? '../artifacts/web'

// `npm run dev` shows the page as it is written, with the API of a server that runs beside it.
const server = process.env['HANSARD_URL'] ?? 'http://127.0.0.1:8080'

export default defineConfig({
  // The server may be anywhere below its host: every address is relative, to the <base> of the document or to the script itself.
  base: './',
  appType: 'spa',
  plugins: [svelte(), themeScript(), bundledLicences(), precompress()],
  build: {
    outDir,
    emptyOutDir: true,
    assetsDir: 'app/assets',
    // An inlined asset is a data: address, which the page's own policy allows for pictures only.
    assetsInlineLimit: 0,
    target: 'es2022',
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
    // What views share is in a few files and not in thirty: each is a request, and compresses by itself.
    rollupOptions: { output: { experimentalMinChunkSize: 20_000 } },
  },
  server: { proxy: { '/v1': server, '/app/config.json': server, '/transcribe-websocket': { target: server, ws: true } } },
})
