// Runs before the page is painted, by itself: see theme.svelte.ts, which shares the name of the entry.
const chosen = localStorage.getItem('hansard.theme')
if (chosen === 'light' || chosen === 'dark') document.documentElement.dataset['theme'] = chosen
