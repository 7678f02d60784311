// Puts the address that this page came from where the examples have one, so that they can be copied as they are.
const server = new URL('..', location.href).href.replace(/\/$/, '');
for (const place of document.querySelectorAll('.server')) place.textContent = server;
