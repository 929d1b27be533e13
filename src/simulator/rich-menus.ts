import { newRichMenuId } from './ids.ts';

export interface RichMenu {
  readonly richMenuId: string;
  /** As it was given to `create`: size, selected, name, chatBarText, areas. */
  readonly menu: { readonly [property: string]: unknown };
  image: { readonly data: Buffer; readonly contentType: string } | null;
}

/** Rich menus of one channel: those that exist, their aliases, the default and the ones of single people. */
export class RichMenus {
  readonly all = new Map<string, RichMenu>();
  readonly aliases = new Map<string, string>();
  readonly ofUser = new Map<string, string>();
  default: string | null = null;

  create(menu: RichMenu['menu']): string {
    const richMenuId = newRichMenuId();
    this.all.set(richMenuId, { richMenuId, menu, image: null });
    return richMenuId;
  }

  delete(richMenuId: string): void {
    this.all.delete(richMenuId);
    if (this.default === richMenuId) this.default = null;
    for (const [userId, linked] of this.ofUser) if (linked === richMenuId) this.ofUser.delete(userId);
    for (const [alias, named] of this.aliases) if (named === richMenuId) this.aliases.delete(alias);
  }

  /** What a person sees: their own menu, else the default. */
  shownTo(userId: string): RichMenu | null {
    return this.all.get(this.ofUser.get(userId) ?? this.default ?? '') ?? null;
  }
}
