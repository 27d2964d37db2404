/**
 * Commands in the words of a lab or a lesson, to be run by a press of a button. An author writes a block of
 * code in the language `terminal`:
 *
 *     ```terminal
 *     curl -i https://api.lab.test/invoices
 *     ```
 *
 * On a lab's page the button opens the terminal below the stage and runs the block there, line by line. In a
 * lesson, where a stage has no terminal, it opens the lab that stands before the block, and runs it there.
 * Without scripts the block is a block of code.
 */

/** How often a stage that is not there yet is told, and for how long, in milliseconds. */
const [AGAIN, FOR] = [100, 20_000];

function waiting(lab: string): string {
  return `tokenscope:run:${lab}`;
}

/** Hands a command to the stage of this page. The stage says that it took it by preventing the event's default. */
function hand(command: string, until = Date.now() + FOR): void {
  const taken = !document.dispatchEvent(new CustomEvent('tokenscope:run', { detail: command, cancelable: true }));
  if (!taken && Date.now() < until) setTimeout(() => hand(command, until), AGAIN);
}

/** Opens a lab's page, which runs the command. It goes by this tab's storage: a link must never be able to run one. */
function carry(lab: string, command: string): void {
  try {
    sessionStorage.setItem(waiting(lab), command);
  } catch {
    // Where storage is forbidden the lab opens without it.
  }
  // The link beside the lab's title leads there, under whatever path the site stands.
  document.querySelector<HTMLAnchorElement>(`#lab-${lab} a[href$="labs/${lab}/"]`)?.click();
}

/** The command that another page of this tab left for this lab. */
function carried(lab: string): string | undefined {
  try {
    const command = sessionStorage.getItem(waiting(lab)) ?? undefined;
    sessionStorage.removeItem(waiting(lab));
    return command;
  } catch {
    return undefined;
  }
}

/** The lab of a lesson that a block belongs to: the last one before it, or the first of the page. */
function labOf(block: Element): string | undefined {
  const labs = [...document.querySelectorAll('section.lab[id^="lab-"]')];
  const before = labs.findLast((lab) => (lab.compareDocumentPosition(block) & Node.DOCUMENT_POSITION_FOLLOWING) !== 0);
  return (before ?? labs[0])?.id.slice('lab-'.length);
}

const here = /\/labs\/([a-z0-9-]+)\/$/.exec(location.pathname)?.[1];

for (const code of document.querySelectorAll('pre > code.language-terminal')) {
  const block = code.parentElement;
  const lab = here ?? labOf(code);
  if (!block || lab === undefined) continue;
  const command = code.textContent.trim();
  const button = document.createElement('button');
  button.type = 'button';
  button.textContent = here === undefined ? 'Open the lab and run' : 'Run in the terminal';
  button.setAttribute('aria-label', `${button.textContent}: ${command.split('\n')[0] ?? ''}`);
  button.addEventListener('click', () => {
    if (here === undefined) carry(lab, command);
    else hand(command);
  });
  const frame = document.createElement('div');
  frame.className = 'run';
  block.replaceWith(frame);
  frame.append(block, button);
}

const left = here === undefined ? undefined : carried(here);
if (left !== undefined) hand(left);

export {};
