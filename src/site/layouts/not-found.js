// Finds the site's root from an address that does not exist: a folder above it holds site-root.txt.
(async () => {
  const parts = location.pathname.split('/').slice(0, -1).slice(0, 8);
  const folders = parts.map((_, index) => `${parts.slice(0, index + 1).join('/')}/`);
  const known = parts.findIndex((part) => ['learn', 'labs', 'checks'].includes(part));
  if (known > 0) folders.unshift(`${parts.slice(0, known).join('/')}/`);
  for (const folder of folders) {
    const answer = await fetch(`${folder}site-root.txt`).catch(() => undefined);
    if (!answer?.ok || !(await answer.text()).startsWith('tokenscope')) continue;
    for (const link of document.querySelectorAll('[data-to]')) link.setAttribute('href', folder + link.getAttribute('data-to'));
    document.querySelector('ul')?.removeAttribute('hidden');
    document.querySelector('[data-lost]')?.remove();
    return;
  }
})();
