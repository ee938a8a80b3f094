import { parseAtomFeed, parseJsonFeed } from 'feedsmith';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parseConfig } from '../../src/config.ts';
import { type DatasetApp, openApp, openDatasetApp } from '../support/app.ts';
import type { JsonBody } from '../support/collect-pages.ts';

let dataset: DatasetApp;
beforeAll(async () => {
  dataset = await openDatasetApp();
});
afterAll(() => dataset.close());

describe('the Atom and JSON feeds', () => {
  it('are valid for a feed parser, with the newest events first', async () => {
    const newest = (await dataset.request.get('/v1/events?company=openai&limit=50').expect(200)).body.data;
    const ids = newest.map(({ id }: JsonBody) => `urn:roundtrip:event:${id}`);
    const atom = parseAtomFeed(
      (
        await dataset.request
          .get('/feed.atom?company=openai')
          .expect(200)
          .expect('Content-Type', /^application\/atom\+xml/)
          .buffer()
      ).text,
    );
    expect(atom.entries?.map(({ id }) => id)).toEqual(ids);
    expect(atom).toMatchObject({
      title: { value: 'Roundtrip: AI financing' },
      links: expect.arrayContaining([expect.objectContaining({ rel: 'self' })]),
      generator: { text: 'Roundtrip' },
    });
    for (const entry of atom.entries ?? [])
      expect(entry).toMatchObject({
        updated: expect.stringMatching(/^\d{4}-\d\d-\d\dT/),
        links: [{ href: expect.stringMatching(/^http.*\/deals\//) }],
      });
    const json = parseJsonFeed(
      JSON.parse(
        (
          await dataset.request
            .get('/feed.json?company=openai')
            .expect(200)
            .expect('Content-Type', /^application\/feed\+json/)
            .buffer()
        ).text,
      ),
    );
    expect(json).toMatchObject({ title: 'Roundtrip: AI financing', feed_url: expect.stringMatching(/\/feed\.json\?company=openai$/) });
    expect(json.items?.map(({ id }) => id)).toEqual(ids);
  });

  it('have titles of plain text, the names of the sources, and links to pages for people', async () => {
    const event = (await dataset.request.get('/v1/events?deal=openai-aws-compute&limit=1&include=sources').expect(200)).body;
    const [citation] = event.data[0].citations;
    const source = event.included.sources[citation.source];
    const { text } = await dataset.request.get('/feed.atom?deal=openai-aws-compute&limit=1').buffer();
    expect(text).toContain('<title type="text">');
    expect(text).not.toContain('type="html"');
    const [entry] = parseAtomFeed(text).entries ?? [];
    expect(entry?.content?.value).toContain(`Source: ${source.publisher}, "${source.title}", ${source.url}`);
    expect(entry?.content?.value).not.toContain(citation.source);
    const path = new URL(entry?.links?.[0]?.href ?? '').pathname;
    await dataset.request
      .get(path)
      .set('Accept', 'text/html')
      .expect(200)
      .expect('Content-Type', /^text\/html/);
  });

  it('date reports of a month or year before the days in it, and never all to one day', async () => {
    const events = (await dataset.request.get('/v1/events?limit=200&reportedFrom=2026').expect(200)).body.data;
    const items = JSON.parse((await dataset.request.get('/feed.json?limit=200&reportedFrom=2026').buffer()).text).items;
    for (const [index, { reportedOn }] of events.entries())
      expect(items[index].date_published).toBe(
        reportedOn.length === 10 ? `${reportedOn}T12:00:00.000Z` : `${`${reportedOn}-01`.slice(0, 7)}-01T00:00:00.000Z`,
      );
    const dates: string[] = items.map(({ date_published }: JsonBody) => date_published);
    expect(dates).toEqual([...dates].sort().toReversed());
    expect(events.some(({ reportedOn }: JsonBody) => reportedOn.length < 10)).toBe(true);
  });

  it('use PUBLIC_URL in links and never the Host header of another client', async () => {
    const { request, close } = await openApp(dataset.database, {
      publicUrl: parseConfig({ PUBLIC_URL: 'https://api.example.org/' }).publicUrl,
    });
    expect((await request.get('/feed.json?limit=1').buffer()).text).toContain('"feed_url":"https://api.example.org/feed.json?limit=1"');
    await close();
    const first = await dataset.request.get('/feed.json?limit=1').set('Host', 'one.example').buffer();
    const second = await dataset.request.get('/feed.json?limit=1').set('Host', 'two.example').buffer();
    expect(first.text).toContain('http://one.example/feed.json');
    expect(second.text).toContain('http://two.example/feed.json');
  });
});
