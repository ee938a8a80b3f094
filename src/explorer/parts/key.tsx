/** Explains the colors and lines of a picture. */
export const Key = () => (
  <ul class="key">
    {[
      { class: 'line finance', width: 4, text: 'finances, guarantees' },
      { class: 'line purchase', width: 4, text: 'buys from' },
      { class: 'line plain', width: 1.5, text: 'binding' },
      { class: 'line plain intended', width: 1.5, text: 'intended' },
      { class: 'line plain speculative', width: 1.5, text: 'in talks' },
    ].map((entry) => (
      <li>
        <svg viewBox="0 0 32 10" aria-hidden="true">
          <path class={entry.class} d="M0 5H32" stroke-width={entry.width} />
        </svg>
        {entry.text}
      </li>
    ))}
    <li>
      <svg viewBox="0 0 32 10" aria-hidden="true">
        <rect class="bar finance high" width="32" height="10" />
        <rect class="bar finance" width="14" height="10" />
      </svg>
      stated at least, and at most
    </li>
  </ul>
);
