import type { Catalogue } from '../../api-client/answers.ts';
import { toUrl } from '../../api-client/api.ts';
import type { Page } from '../page.ts';

/** Method, limits, coverage, license, and how to report an error. */
export const aboutPage: Page = {
  path: '/about',
  section: '/about',
  build: async (read) => {
    const { data } = await read<Catalogue>('/v1');
    const { dataset, collections } = data;
    const description =
      'Roundtrip records who funds whom in AI, who has promised to buy whose chips and compute, who owns what, and what was known when.';
    return {
      title: 'About Roundtrip',
      sentence: description,
      description,
      isTimeless: true,
      structuredData: {
        '@type': 'Dataset',
        name: dataset.name,
        description,
        version: dataset.version,
        license: 'https://creativecommons.org/licenses/by/4.0/',
        isAccessibleForFree: true,
        creator: { '@type': 'Organization', name: 'Roundtrip' },
        distribution: [
          { '@type': 'DataDownload', encodingFormat: 'application/vnd.sqlite3', contentUrl: '/v1/exports/roundtrip.sqlite' },
          { '@type': 'DataDownload', encodingFormat: 'text/csv', contentUrl: '/v1/exports/deals.csv' },
        ],
      },
      json: toUrl('/v1'),
      body: (
        <>
          <h2>How to read the pages</h2>
          <dl class="facts">
            <dt>Amounts</dt>
            <dd>
              An amount is what reports state: “up to”, “at least”, “about”, or not stated. A sum adds the lowest and the highest
              statements. It is never one number that nobody stated.
            </dd>
            <dt>Firmness</dt>
            <dd>
              <em>In talks</em>: rumored or under negotiation. <em>Intended</em>: a letter of intent, or announced. <em>Binding</em>: signed
              or closed. <em>Ended</em>: lapsed, terminated or replaced. A stronger word is never used before a report that supports it.
            </dd>
            <dt>As known on</dt>
            <dd>
              Each page can show what was public on any day. It then leaves out every report, figure and source that was published later.
            </dd>
            <dt>Groups</dt>
            <dd>Subsidiaries count with their topmost owner: AWS is part of Amazon.</dd>
          </dl>
          <h2>Circles</h2>
          <p>
            A circle is a closed chain of payments: a supplier finances a company, and the company buys from the supplier. Circular is a
            shape, not an accusation. It is neither fraud nor round-tripping in the accounting sense, and vendor financing is common in many
            industries. See <a href="/docs/circularity">the method and its limits</a>.
          </p>
          <h2>What the data cover</h2>
          <ul>
            {collections.map(({ name, count }) => (
              <li>
                {count.toLocaleString('en-US')} {name === 'financials' ? 'financial figures' : name.replaceAll('-', ' ')}
              </li>
            ))}
          </ul>
          <p>
            Dataset {dataset.version} of {dataset.date}. Every fact has a source with its date. Deals that no report names are missing,
            private terms are unknown, and small rounds are not collected.
          </p>
          <h2>License, citation and corrections</h2>
          <p>
            The data are under <a href={dataset.licenseUrl}>{dataset.license}</a>: {dataset.attribution}. “Cite” on each page gives a
            citation with its day and the version of the data.
          </p>
          <p>
            If a record is wrong, send the id of the record, what is wrong, and a public source to the maintainers of this server.
            Corrections change the record and stay visible in its revisions.
          </p>
          <p>
            Developers: <a href="/docs/guides">guides</a>, <a href="/docs/">API reference</a>,{' '}
            <a href="/v1/exports">the whole dataset as files</a>.
          </p>
        </>
      ),
    };
  },
};
