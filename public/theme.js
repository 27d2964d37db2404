// Runs before the first paint, so that a chosen theme never flashes. It stands in a file of its own
// because the page's Content-Security-Policy allows no script text inside the page.
(() => {
  const root = document.documentElement;
  const themes = ['system', 'light', 'dark'];
  let theme = 'system';
  try {
    theme = localStorage.getItem('tokenscope.theme') ?? 'system';
  } catch {
    // Storage may be forbidden; the system's theme is a good answer.
  }
  const show = () => {
    if (theme === 'light' || theme === 'dark') root.dataset.theme = theme;
    else delete root.dataset.theme;
    for (const button of document.querySelectorAll('[data-theme-button]')) {
      button.hidden = false;
      button.textContent = `Theme: ${theme}`;
    }
  };
  show();
  document.addEventListener('DOMContentLoaded', () => {
    show();
    document.addEventListener('click', (event) => {
      if (!(event.target instanceof Element) || !event.target.closest('[data-theme-button]')) return;
      theme = themes[(themes.indexOf(theme) + 1) % themes.length];
      show();
      try {
        localStorage.setItem('tokenscope.theme', theme);
      } catch {
        // The choice then lasts for this page.
      }
    });
  });
})();
