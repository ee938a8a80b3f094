/**
 * Makes the pages smoother: a slider by month that replaces the content without loading the page, and a button that copies the
 * link, and suggestions of company names.
 * Everything works without it.
 */

const months = (day: string): number => Number(day.slice(0, 4)) * 12 + Number(day.slice(5, 7)) - 1;

/** The last day of a month, as an ISO date. */
const lastDayOf = (month: number): string => new Date(Date.UTC(Math.floor(month / 12), (month % 12) + 1, 0)).toISOString().slice(0, 10);

const inWords = (day: string): string =>
  new Date(day).toLocaleDateString('en-GB', { day: 'numeric', month: 'long', year: 'numeric', timeZone: 'UTC' });

let loading: AbortController | undefined;

/** Replaces the content by that of the same page on another day. */
const show = async (url: URL): Promise<void> => {
  loading?.abort();
  loading = new AbortController();
  document.body.classList.add('stale');
  try {
    const response = await fetch(url, { signal: loading.signal });
    const page = new DOMParser().parseFromString(await response.text(), 'text/html');
    for (const selector of ['header.site', 'main', 'title', 'footer.site']) {
      const fresh = page.querySelector(selector);
      if (fresh !== null) document.querySelector(selector)?.replaceWith(fresh);
    }
    history.replaceState(null, '', url);
    const announcement = document.querySelector('#announcement');
    if (announcement !== null) announcement.textContent = document.querySelector('.sentence')?.textContent ?? '';
    prepareLinks();
    document.body.classList.remove('stale');
  } catch (error) {
    // Another step of the slider replaced this request. Any other failure is shown by loading the page itself.
    if (!(error instanceof DOMException && error.name === 'AbortError')) location.href = url.href;
  }
};

const addSlider = (form: HTMLFormElement): void => {
  const date = form.querySelector<HTMLInputElement>('input[type=date]');
  const { first = '', last = '' } = form.dataset;
  if (date === null || first === '') return;
  const slider = Object.assign(document.createElement('input'), {
    type: 'range',
    min: String(months(first)),
    max: String(months(last)),
    value: String(months(date.value)),
  });
  slider.setAttribute('aria-label', 'Month');
  const describe = (): void => slider.setAttribute('aria-valuetext', inWords(date.value));
  describe();
  const go = (): void => {
    describe();
    const url = new URL(location.href);
    if (date.value === last) url.searchParams.delete('asOf');
    else url.searchParams.set('asOf', date.value);
    void show(url);
  };
  slider.addEventListener('input', () => {
    const end = lastDayOf(Number(slider.value));
    date.value = end > last ? last : end < first ? first : end;
    go();
  });
  date.addEventListener('change', () => {
    if (!date.checkValidity() || date.value === '') return;
    slider.value = String(months(date.value));
    go();
  });
  form.querySelector('button')?.before(slider);
};

const prepareLinks = (): void => {
  const link = document.querySelector<HTMLAnchorElement>('.tools .copy');
  if (link === null) return;
  // Without PUBLIC_URL, the server does not know the address that readers use.
  for (const address of document.querySelectorAll('.tools .address')) address.textContent = link.href;
  const button = Object.assign(document.createElement('button'), { type: 'button', textContent: 'Copy link' });
  const copy = async (): Promise<void> => {
    await navigator.clipboard.writeText(link.href);
    button.textContent = 'Copied';
  };
  button.addEventListener('click', () => void copy());
  link.after(button);
};

let searching: AbortController | undefined;

/** Suggests the names of companies while the reader types. */
const suggestCompanies = async (input: HTMLInputElement, list: HTMLDataListElement): Promise<void> => {
  searching?.abort();
  searching = new AbortController();
  const url = `/v1/search?collection=companies&limit=8&q=${encodeURIComponent(input.value)}`;
  try {
    const { data } = (await (await fetch(url, { signal: searching.signal })).json()) as { data: { title: string }[] };
    list.replaceChildren(...data.map(({ title }) => Object.assign(document.createElement('option'), { value: title })));
  } catch {
    // The field works without suggestions.
  }
};

// The content is replaced when the day changes, so the document listens for all fields.
document.addEventListener('input', ({ target }) => {
  if (target instanceof HTMLInputElement && target.list !== null && target.value !== '') void suggestCompanies(target, target.list);
});

const form = document.querySelector<HTMLFormElement>('form.as-of');
if (form !== null) addSlider(form);
prepareLinks();
