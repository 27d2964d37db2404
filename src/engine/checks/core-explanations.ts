import { everyPartyExplained } from './every-party-explained.ts';
import { authorizeExplained } from './authorization-server/authorize-explained.ts';
import { tokenEndpointExplained } from './authorization-server/token-endpoint-explained.ts';
import { clientAuthenticationExplained } from './authorization-server/client-authentication-explained.ts';
import { userinfoExplained } from './authorization-server/userinfo-explained.ts';
import { gatewayExplained } from './resource-server/gateway-explained.ts';
import { jwtExplained } from './token/jwt-explained.ts';
import { apiExplained } from './resource-server/api-explained.ts';
import { relyingPartyExplained } from './relying-party/relying-party-explained.ts';

/** What explains the core checks. It stands apart from them, because it is read after a refusal and before a switch, not in every run. */
export const CORE_EXPLANATIONS = {
  ...everyPartyExplained,
  ...authorizeExplained,
  ...tokenEndpointExplained,
  ...clientAuthenticationExplained,
  ...userinfoExplained,
  ...gatewayExplained,
  ...jwtExplained,
  ...apiExplained,
  ...relyingPartyExplained,
} as const;
