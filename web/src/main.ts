import './design/tokens.css'
import './design/base.css'
import './design/speakers.css'
import { mount } from 'svelte'
import { server } from './session/server'
import { session } from './session/session.svelte'
import { language } from './i18n/language.svelte'
import App from './app/App.svelte'

// What the first frame needs: the strings of the user's language, and whether a key is wanted at all.
const start = await Promise.all([language.start(), server.load()])
  .then(([, info]) => session.begin(info))
  .then(() => undefined, (fault: unknown) => fault)
mount(App, { target: document.getElementById('app')!, props: { fault: start } })
