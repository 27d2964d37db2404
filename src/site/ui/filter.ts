/** Filters the gallery of labs. Without script the whole list shows, and the form does not. */
const form = document.querySelector<HTMLFormElement>('#filter');
const items = [...document.querySelectorAll<HTMLElement>('.cards > li')];

function holds(list: string | undefined, value: string): boolean {
  const values: unknown = JSON.parse(list ?? '[]');
  return Array.isArray(values) && values.includes(value);
}

function apply(chosen: HTMLFormElement): void {
  const wanted = [...chosen.querySelectorAll('select')].filter((select) => select.value !== '');
  for (const item of items) item.hidden = !wanted.every((select) => holds(item.dataset[select.name], select.value));
  const shown = items.filter((item) => !item.hidden).length;
  const status = chosen.querySelector('[role=status]');
  if (status) status.textContent = `${shown} of ${items.length} labs`;
  const none = document.getElementById('none');
  if (none) none.hidden = shown > 0;
}

if (form) {
  form.addEventListener('change', () => apply(form));
  apply(form);
}
