import fc from 'fast-check';
import { expect, test } from 'vitest';
import { diagramLabel } from '#engine/trace/diagram/diagram-label.ts';
import { sourceToDraw } from './source-to-draw.ts';

test('a long label between neighbors is broken at a space or inside of a path, and stays whole between others', () => {
  expect(sourceToDraw('p0->>p1: GET /.well-known/oauth-authoriz#8230;')).toBe('p0->>p1:nowrap: GET /.well-known<br/>/oauth-authoriz…');
  expect(sourceToDraw('p2--)p1: #10005; 400 authorization_pending')).toBe('p2--)p1:nowrap: ✕ 400<br/>authorization_pending');
  expect(sourceToDraw('p1->>p1: #10005; User data needs a user token')).toBe('p1->>p1:nowrap: ✕ User data needs<br/>a user token');
  expect(sourceToDraw('p0->>p2: Certificate, CertificateVerify')).toBe('p0->>p2:nowrap: Certificate, CertificateVerify');
  expect(sourceToDraw('p0->>p1: GET /invoices')).toBe('p0->>p1:nowrap: GET /invoices');
  expect(sourceToDraw(`p0->>p1: ${'x'.repeat(30)}`)).toBe(`p0->>p1:nowrap: ${'x'.repeat(30)}`);
});

test('a band wraps, a note beside a lifeline is broken', () => {
  expect(sourceToDraw('Note over p0,p4: The app redeems the code')).toBe('Note over p0,p4:wrap: The app redeems the code');
  expect(sourceToDraw('Note over p0: Stolen#58; access token, 1 more')).toBe('Note over p0:nowrap: Stolen: access<br/>token, 1 more');
});

test('a head takes the room of its name in its own typeface, with an icon', () => {
  expect(sourceToDraw('participant p0 as Authorization server')).toBe('participant p0 as \u200B\u00A0\u00A0Authorization serv');
});

test('whatever a label holds, breaking it leaves out nothing but spaces', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 60 }), (text) => {
      const label = diagramLabel(text).replaceAll(/#(39|58|8217|8230|10005);/g, (_entity, code: string) =>
        String.fromCodePoint(Number(code)),
      );
      const drawn = sourceToDraw(`p0->>p1: ${diagramLabel(text)}`).replace('p0->>p1:nowrap: ', '');
      expect(drawn.replace('<br/>', '').replaceAll(' ', '')).toBe(label.replaceAll(' ', ''));
    }),
  );
});
