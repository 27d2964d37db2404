/** A whole code flow by curl, for a reader to read, run and change. RFC 6749 §4.1, RFC 7636 §4 */
export const CODE_FLOW = String.raw`# The authorization code flow with PKCE, by hand. Run it with: source code-flow.sh
AS=https://as.lab.test
CALLBACK=https://app.lab.test/callback
VERIFIER=$(openssl rand -base64 32 | tr '+/' '-_' | tr -d '=')
CHALLENGE=$(printf %s "$VERIFIER" | openssl dgst -sha256 -binary | base64 | tr '+/' '-_' | tr -d '=')
field() { grep -o "name=\"$1\" value=\"[^\"]*" "$2" | head -1 | sed 's/.*value="//'; }

# 1. The browser is sent to the authorization server, which shows a login form.
curl -s -c jar -o login.html -G -d response_type=code -d client_id=ledger --data-urlencode "redirect_uri=$CALLBACK" \
  --data-urlencode "scope=openid invoice_read" -d state=s1 -d nonce=n1 -d "code_challenge=$CHALLENGE" -d code_challenge_method=S256 $AS/authorize

# 2. Alice logs in. The form is followed to the page that asks for her consent.
curl -sL -b jar -c jar -o consent.html -d username=alice -d password=wonderland \
  -d "request=$(field request login.html)" -d "form_token=$(field form_token login.html)" $AS/login

# 3. She allows it, and is sent back to the app with a code.
BACK=$(curl -s -b jar -o back.html -w '%{redirect_url}' -d decision=allow \
  -d "request=$(field request consent.html)" -d "form_token=$(field form_token consent.html)" $AS/consent)
CODE=$(printf %s "$BACK" | sed 's/.*[?&]code=\([^&]*\).*/\1/')

# 4. The app redeems the code, with its secret and the verifier.
curl -s -u ledger:ledger-secret-7f3a9c51e8b24d06 -d grant_type=authorization_code -d "code=$CODE" \
  --data-urlencode "redirect_uri=$CALLBACK" -d "code_verifier=$VERIFIER" $AS/token > tokens.json
ACCESS_TOKEN=$(jq -r .access_token tokens.json)

# 5. The token opens the API.
curl -s -H "Authorization: Bearer $ACCESS_TOKEN" https://api.lab.test/invoices | jq .
`;
