import { IDP } from './parties.ts';
import type { User } from '../services/authorization-server/client/registration.ts';

/** Who can log in. */
export const USERS: readonly User[] = [
  {
    sub: 'alice',
    password: 'wonderland',
    name: 'Alice Archer',
    email: 'alice@lab.test',
    department: 'Finance',
    tenant: 'one',
    roles: [],
    authenticator: 'JBSWY3DPEHPK3PXPKRSXG5A2MFWGSY3F',
    salary: 5200,
    address: '7 Rabbit Row, Oxford',
  },
  {
    sub: 'bob',
    password: 'builder',
    name: 'Bob Baker',
    email: 'bob@lab.test',
    department: 'Sales',
    tenant: 'one',
    roles: [],
    salary: 4100,
    address: '12 Mill Lane, Leeds',
  },
  {
    sub: 'carol',
    password: 'cheshire',
    name: 'Carol Carter',
    email: 'carol@lab.test',
    department: 'Finance',
    tenant: 'two',
    roles: ['manager'],
    authenticator: 'MNQXE33MGEZDGNBVGY3TQOJQMFRGGZDF',
    salary: 7300,
    address: '3 Harbor Street, Chester',
  },
  {
    sub: 'dora-partner',
    name: 'Dora Dean',
    email: 'dora@partner.lab.test',
    department: 'Sales',
    tenant: 'partner',
    roles: [],
    linked: [{ issuer: IDP, sub: 'dora' }],
  },
];
