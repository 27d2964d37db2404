import { everyPartyChecks } from './every-party.ts';
import { authorizeChecks } from './authorize.ts';
import { tokenEndpointChecks } from './token-endpoint.ts';
import { clientAuthenticationChecks } from './client-authentication.ts';
import { userinfoChecks } from './userinfo.ts';
import { gatewayChecks } from './gateway.ts';
import { jwtChecks } from './jwt.ts';
import { apiChecks } from './api.ts';
import { relyingPartyChecks } from './relying-party.ts';

/** The groups that every lab uses; `core-explanations.ts` explains them. The others come with the part of the landscape that makes them. */
export const CORE_CHECKS = {
  ...everyPartyChecks,
  ...authorizeChecks,
  ...tokenEndpointChecks,
  ...clientAuthenticationChecks,
  ...userinfoChecks,
  ...gatewayChecks,
  ...jwtChecks,
  ...apiChecks,
  ...relyingPartyChecks,
} as const;
