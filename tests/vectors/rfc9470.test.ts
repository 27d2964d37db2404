import { expect, test } from 'vitest';
import { bearerChallenge, parseChallenges } from '#engine/http/challenge.ts';
import { loginMeets } from '#engine/protocol/token/step-up.ts';
import rfc9470 from './rfc9470.json' with { type: 'json' };

const NOW = 1_000_000;

test.each(rfc9470.vectors)('RFC 9470: $comment', ({ header, parameters, demand }) => {
  expect(bearerChallenge(parameters)).toBe(header);
  expect(parseChallenges(header)).toEqual([{ scheme: 'Bearer', parameters: Object.entries(parameters) }]);
  expect(loginMeets({ acr: 'myACR', auth_time: NOW / 1000 - 5 }, demand, NOW).passed).toBe(true);
  expect(loginMeets({ acr: 'other', auth_time: NOW / 1000 - 6 }, demand, NOW).passed).toBe(false);
});
