import type { Json, Language } from '../domain.ts';

/**
 * Something the assistant says, before any channel has rendered it. `say` names a locale entry of the
 * `conversation` namespace (or `faq`, `requests`); what is put into it stands in `params`.
 */
export interface Prompt {
  readonly say: string;
  readonly params?: { readonly [name: string]: Json };
  /** Buttons below the message. Only those of the last prompt of a turn are shown. */
  readonly choices?: readonly Choice[];
}

/** A button: what it shows and what pressing it means. */
export interface Choice {
  /** Locale key of the label below `conversation.choice`, or of the text given in `params.label`. */
  readonly label: string;
  readonly params?: { readonly [name: string]: Json };
  /** What pressing does; see `flows/actions.ts`. Goes into a postback's data (300 characters at most). */
  readonly action: string;
}

/** What is said, and in which language. */
export interface Said {
  readonly prompt: Prompt;
  readonly language: Language;
}
