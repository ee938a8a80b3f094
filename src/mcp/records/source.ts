import type { z } from 'zod';
import type { Detail } from '../../api-client/answers.ts';
import { toWords } from '../../api-client/words.ts';
import type { sourceDetailSchema } from '../../responses/source.ts';
import type { DescribeRecord } from './records.ts';

/** Says a source and what it supports. */
export const describeSource: DescribeRecord = async (read, id) => {
  const { data } = await read<Detail<z.infer<typeof sourceDetailSchema>>>(`/v1/sources/${id}`);
  return {
    title: data.title,
    url: data.url,
    heading: `"${data.title}"${data.titleStated ? '' : ' (our description, the title was not seen)'}, ${data.publisher}${data.originalOutlet === undefined ? '' : `, after ${data.originalOutlet}`}, ${data.publishedOn} (${toWords(data.kind)}) ${data.url}`,
    lines: data.supports.map(
      ({ collection, id: record, reportedOn, attribution }) =>
        `Supports ${collection}/${record}${reportedOn === null ? '' : `, report of ${reportedOn}`} (${toWords(attribution)})`,
    ),
    metadata: { collection: 'sources', publisher: data.publisher, publishedOn: data.publishedOn, kind: data.kind },
  };
};
