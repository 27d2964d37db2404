// A machine gets a token and calls an API, with nothing but fetch.
const asked = await fetch('https://api.lab.test/invoices');
console.log(asked.status, asked.headers.get('www-authenticate'));

// Client credentials: the client proves itself, no user is there.
const response = await fetch('https://as.lab.test/token', {
  method: 'POST',
  body: new URLSearchParams({
    grant_type: 'client_credentials',
    client_id: 'nightly-report',
    client_secret: 'nightly-secret-2c8e5d1b7f904a36',
    scope: 'invoice_read',
  }),
});
if (!response.ok) throw new Error(`No token: ${await response.text()}`);
const { access_token: token, expires_in: seconds } = await response.json();
console.log(`A token for ${seconds} seconds`);

// Anybody can read the claims of a JWT. Whether they are true, only its signature says.
const [, claims] = token.split('.');
console.log(JSON.parse(atob(claims.replaceAll('-', '+').replaceAll('_', '/'))));

const me = await fetch('https://api.lab.test/me', {
  headers: { Authorization: `Bearer ${token}` },
});
console.log(me.status, await me.json());
