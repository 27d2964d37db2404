/** The grant type of the device authorization grant. RFC 8628 §3.4 */
export const DEVICE_GRANT = 'urn:ietf:params:oauth:grant-type:device_code';
