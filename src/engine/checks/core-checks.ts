import { everyPartyChecks } from './every-party.ts';
import { authorizeChecks } from './authorization-server/authorize.ts';
import { tokenEndpointChecks } from './authorization-server/token-endpoint.ts';
import { clientAuthenticationChecks } from './authorization-server/client-authentication.ts';
import { userinfoChecks } from './authorization-server/userinfo.ts';
import { gatewayChecks } from './resource-server/gateway.ts';
import { jwtChecks } from './token/jwt.ts';
import { apiChecks } from './resource-server/api.ts';
import { relyingPartyChecks } from './relying-party/relying-party.ts';

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
