/** The button that goes through the themes. Until this script is here the chosen one is shown by `chosen-theme.js`. */
const KEY = 'tokenscope.theme';
const THEMES = ['system', 'light', 'dark'] as const;

function chosen(): (typeof THEMES)[number] {
  try {
    const stored = localStorage.getItem(KEY);
    return THEMES.find((one) => one === stored) ?? 'system';
  } catch {
    return 'system';
  }
}

const button = document.querySelector<HTMLButtonElement>('[data-theme-button]');
let theme = chosen();

function show(): void {
  const { dataset } = document.documentElement;
  if (theme === 'system') delete dataset['theme'];
  else dataset['theme'] = theme;
  if (!button) return;
  button.hidden = false;
  button.textContent = `Theme: ${theme}`;
}

show();
button?.addEventListener('click', () => {
  theme = THEMES[(THEMES.indexOf(theme) + 1) % THEMES.length] ?? 'system';
  show();
  try {
    localStorage.setItem(KEY, theme);
  } catch {
    // The choice then lasts for this page.
  }
});

export {};
