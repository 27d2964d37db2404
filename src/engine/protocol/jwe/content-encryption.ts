/** The content encryption of everything sealed here. RFC 7518 §5.3 */
export const CONTENT_ENCRYPTION = 'A256GCM';
