/** The tabs of the inspector, in order. Their names are law: instructions and tests lean on them. */
export const INSPECTOR_TABS = ['Message', 'Checks', 'Tokens', 'Who holds what'] as const;

/** One tab of the inspector. */
export type InspectorTab = (typeof INSPECTOR_TABS)[number];
