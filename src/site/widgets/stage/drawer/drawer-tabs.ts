/** The tabs of the drawer, in order. Their names are law: instructions and tests lean on them. */
export const DRAWER_TABS = ['Terminal', 'Your client', 'Diagram source'] as const;

/** One tab of the drawer. */
export type DrawerTab = (typeof DRAWER_TABS)[number];

/** A command that was chosen elsewhere on the page; `number` counts them. */
export interface DrawerCommand {
  readonly text: string;
  readonly number: number;
}
