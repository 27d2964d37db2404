import { defaultKeymap, history, historyKeymap, indentWithTab } from '@codemirror/commands';
import { javascript } from '@codemirror/lang-javascript';
import { HighlightStyle, bracketMatching, indentOnInput, indentUnit, syntaxHighlighting } from '@codemirror/language';
import { lintGutter, setDiagnostics } from '@codemirror/lint';
import { EditorState } from '@codemirror/state';
import { EditorView, drawSelection, highlightActiveLine, keymap, lineNumbers } from '@codemirror/view';
import { tags } from '@lezer/highlight';

/** An editor of scripts. */
export interface ScriptCode {
  /** Puts another script there, as a step that can be undone. */
  set(text: string): void;
  /** Marks a line, from 1, with what is wrong there; without one, nothing is marked. */
  mark(problem?: { readonly line: number; readonly text: string }): void;
  /** Brings the cursor to a line, from 1, and the focus to the editor. */
  go(line: number): void;
  destroy(): void;
}

const HIGHLIGHT = HighlightStyle.define([
  { tag: [tags.keyword, tags.operatorKeyword, tags.modifier, tags.self], color: 'var(--as)' },
  { tag: [tags.string, tags.special(tags.string), tags.regexp], color: 'var(--api)' },
  { tag: [tags.number, tags.bool, tags.null, tags.atom], color: 'var(--gateway)' },
  { tag: [tags.function(tags.variableName), tags.function(tags.propertyName)], color: 'var(--client)' },
  { tag: tags.comment, color: 'var(--muted)', fontStyle: 'italic' },
]);

const THEME = EditorView.theme({
  '&': { color: 'var(--ink)', backgroundColor: 'var(--surface)', fontSize: '13.5px', height: '100%' },
  '&.cm-focused': { outline: 'none' },
  '.cm-content': { fontFamily: 'var(--mono)', caretColor: 'var(--ink)' },
  '.cm-cursor': { borderLeftColor: 'var(--ink)', borderLeftWidth: '2px' },
  '.cm-gutters': { backgroundColor: 'var(--sunken)', color: 'var(--muted)', border: '0', fontFamily: 'var(--mono)' },
  '.cm-activeLine': { backgroundColor: 'color-mix(in srgb, var(--sunken) 60%, transparent)' },
  '.cm-activeLineGutter': { backgroundColor: 'var(--sunken)', color: 'var(--ink)' },
  '.cm-tooltip': { backgroundColor: 'var(--surface)', color: 'var(--ink)', border: '1px solid var(--line)', maxWidth: '60ch' },
  '.cm-diagnostic': { whiteSpace: 'pre-wrap', fontFamily: 'var(--mono)' },
  '.cm-selectionBackground, &.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground': {
    backgroundColor: 'var(--off-bg)',
  },
  '.cm-matchingBracket, &.cm-focused .cm-matchingBracket': { backgroundColor: 'var(--off-bg)', outline: '1px solid var(--edge)' },
});

/** What an editor is called, and the id of what tells its keys. */
export interface ScriptNames {
  readonly label: string;
  readonly keys: string;
}

/** What an editor tells its page. */
export interface ScriptListener {
  readonly onchange: (text: string) => void;
  readonly onrun: () => void;
}

/** Puts CodeMirror with JavaScript into an element. Tab indents; Escape, then Tab leaves. Mod-Enter runs. */
export function openScriptCode(
  parent: HTMLElement,
  text: string,
  { label, keys }: ScriptNames,
  { onchange, onrun }: ScriptListener,
): ScriptCode {
  const run = {
    key: 'Mod-Enter',
    run: () => {
      onrun();
      return true;
    },
  };
  const view = new EditorView({
    parent,
    state: EditorState.create({
      doc: text,
      extensions: [
        lineNumbers(),
        lintGutter(),
        history(),
        drawSelection(),
        highlightActiveLine(),
        indentOnInput(),
        indentUnit.of('  '),
        bracketMatching(),
        keymap.of([run, indentWithTab, ...defaultKeymap, ...historyKeymap]),
        javascript(),
        syntaxHighlighting(HIGHLIGHT),
        EditorView.lineWrapping,
        EditorView.contentAttributes.of({ 'aria-label': label, 'aria-describedby': keys, tabindex: '0' }),
        THEME,
        EditorView.updateListener.of((update) => {
          if (update.docChanged) onchange(update.state.doc.toString());
        }),
      ],
    }),
  });
  const lineAt = (line: number) => view.state.doc.line(Math.min(Math.max(1, line), view.state.doc.lines));

  return {
    set(next) {
      if (next === view.state.doc.toString()) return;
      view.dispatch({ changes: { from: 0, to: view.state.doc.length, insert: next }, selection: { anchor: 0 }, scrollIntoView: true });
    },
    mark(problem) {
      const at = problem && lineAt(problem.line);
      const marks = problem && at ? [{ from: at.from, to: at.to, severity: 'error' as const, message: problem.text }] : [];
      view.dispatch(setDiagnostics(view.state, marks));
    },
    go(line) {
      const { from } = lineAt(line);
      view.dispatch({ selection: { anchor: from }, effects: EditorView.scrollIntoView(from, { y: 'center' }) });
      view.focus();
    },
    destroy: () => view.destroy(),
  };
}
