// Runs before the page is painted, by itself: see theme.svelte.ts, which shares the name of the entry.
const chosen = localStorage.getItem('hansard.theme')
const isDark = chosen === 'dark' || (chosen !== 'light' && matchMedia('(prefers-color-scheme: dark)').matches)
document.documentElement.dataset['theme'] = isDark ? 'dark' : 'light'
