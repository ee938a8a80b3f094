import { parseAtomFeed, parseJsonFeed } from 'feedsmith';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
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
    });
    for (const entry of atom.entries ?? [])
      expect(entry).toMatchObject({
        updated: expect.stringMatching(/^\d{4}-\d\d-\d\dT/),
        links: [{ href: expect.stringMatching(/^http.*\/v1\/deals\//) }],
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

  it('use PUBLIC_URL in links and never the Host header of another client', async () => {
    const { request, close } = await openApp(dataset.database, { publicUrl: 'https://api.example.org/' });
    expect((await request.get('/feed.json?limit=1').buffer()).text).toContain('"feed_url":"https://api.example.org/feed.json?limit=1"');
    await close();
    const first = await dataset.request.get('/feed.json?limit=1').set('Host', 'one.example').buffer();
    const second = await dataset.request.get('/feed.json?limit=1').set('Host', 'two.example').buffer();
    expect(first.text).toContain('http://one.example/feed.json');
    expect(second.text).toContain('http://two.example/feed.json');
  });
});
