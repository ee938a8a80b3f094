import XmlBuilder from 'fast-xml-builder';

const builder = new XmlBuilder({
  ignoreAttributes: false,
  attributeNamePrefix: '@',
  textNodeName: '#',
  suppressEmptyNode: true,
  // XML attributes always have a value: without this, "true" and the empty string would be written without one.
  suppressBooleanAttributes: false,
  format: true,
});

/** Characters that XML 1.0 does not allow, even escaped. */
const invalidCharacters = /[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu;

/** Serializes an XML document. A key that starts with `@` is an attribute, and `#` is the text of an element. */
export const buildXml = (root: object): string => `<?xml version="1.0" encoding="UTF-8"?>\n${builder.build(root)}`;

/** Converts a value to text that XML allows. */
export const toXmlText = (value: string | number | boolean): string => String(value).replace(invalidCharacters, '');
