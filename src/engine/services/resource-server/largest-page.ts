/** The most rows of one answer. OWASP API4:2023 */
export const LARGEST_PAGE = 100;
