import { imageSize } from '../../base/image-size.ts';
import { checkRichMenu } from '../check/rich-menu.ts';
import { isText } from '../check/report.ts';
import * as limits from '../limits.ts';
import type { LinePlatform } from '../platform.ts';
import type { RichMenu } from '../rich-menus.ts';
import { LineError, property, refuse } from './endpoint.ts';
import type { Answer, Call, Endpoint } from './endpoint.ts';

/** https://developers.line.biz/en/reference/messaging-api/#rich-menu */
export function richMenuEndpoints(platform: LinePlatform): readonly Endpoint[] {
  const menus = platform.richMenus;
  const done = (): Answer => {
    platform.changed();
    return { status: 200 };
  };
  const find = (id: string | undefined): RichMenu =>
    menus.all.get(id ?? '') ?? refuse(404, 'richmenu not found');
  const withImage = (id: string | undefined): RichMenu => {
    const menu = find(id);
    if (!menu.image) refuse(400, 'must upload richmenu image before applying it to user');
    return menu;
  };
  return [
    // The fixed paths come first: `:richMenuId` would take them for an id.
    {
      name: 'rich-menu-create',
      method: 'post',
      path: '/v2/bot/richmenu',
      takesBody: 'json',
      rateLimit: limits.RATE_LIMITS.richMenuWrite,
      answer: (call) => {
        const menu = checked(call);
        if (menus.all.size >= limits.RICH_MENUS)
          refuse(400, 'The maximum number of rich menus has been reached');
        const richMenuId = menus.create(menu);
        platform.changed();
        return { status: 200, body: { richMenuId } };
      },
    },
    {
      name: 'rich-menu-validate',
      method: 'post',
      path: '/v2/bot/richmenu/validate',
      takesBody: 'json',
      answer: (call) => {
        checked(call);
        return { status: 200 };
      },
    },
    {
      name: 'rich-menu-list',
      method: 'get',
      path: '/v2/bot/richmenu/list',
      rateLimit: limits.RATE_LIMITS.richMenuList,
      answer: () => ({ status: 200, body: { richmenus: [...menus.all.values()].map(presented) } }),
    },
    ...aliasEndpoints(platform, find, done),
    {
      name: 'rich-menu-get',
      method: 'get',
      path: '/v2/bot/richmenu/:richMenuId',
      answer: ({ params }) => ({ status: 200, body: presented(find(params['richMenuId'])) }),
    },
    {
      name: 'rich-menu-delete',
      method: 'delete',
      path: '/v2/bot/richmenu/:richMenuId',
      rateLimit: limits.RATE_LIMITS.richMenuWrite,
      answer: ({ params }) => {
        menus.delete(find(params['richMenuId']).richMenuId);
        return done();
      },
    },
    {
      name: 'rich-menu-image-upload',
      method: 'post',
      path: '/v2/bot/richmenu/:richMenuId/content',
      takesBody: 'image',
      answer: (call) => {
        upload(find(call.params['richMenuId']), call);
        return done();
      },
    },
    {
      name: 'rich-menu-image',
      method: 'get',
      path: '/v2/bot/richmenu/:richMenuId/content',
      answer: ({ params }) => ({
        status: 200,
        file: find(params['richMenuId']).image ?? refuse(404, 'richmenu image not found'),
      }),
    },
    {
      name: 'rich-menu-set-default',
      method: 'post',
      path: '/v2/bot/user/all/richmenu/:richMenuId',
      answer: ({ params }) => {
        menus.default = withImage(params['richMenuId']).richMenuId;
        return done();
      },
    },
    {
      name: 'rich-menu-default',
      method: 'get',
      path: '/v2/bot/user/all/richmenu',
      answer: () => ({
        status: 200,
        body: { richMenuId: menus.default ?? refuse(404, 'no default richmenu') },
      }),
    },
    {
      name: 'rich-menu-clear-default',
      method: 'delete',
      path: '/v2/bot/user/all/richmenu',
      answer: () => {
        menus.default = null;
        return done();
      },
    },
    {
      name: 'rich-menu-link',
      method: 'post',
      path: '/v2/bot/user/:userId/richmenu/:richMenuId',
      answer: ({ params }) => {
        menus.ofUser.set(params['userId'] ?? '', withImage(params['richMenuId']).richMenuId);
        return done();
      },
    },
    {
      name: 'rich-menu-of-user',
      method: 'get',
      path: '/v2/bot/user/:userId/richmenu',
      answer: ({ params }) => ({
        status: 200,
        body: {
          richMenuId: menus.ofUser.get(params['userId'] ?? '') ?? refuse(404, 'the user has no richmenu'),
        },
      }),
    },
    {
      name: 'rich-menu-unlink',
      method: 'delete',
      path: '/v2/bot/user/:userId/richmenu',
      answer: ({ params }) => {
        menus.ofUser.delete(params['userId'] ?? '');
        return done();
      },
    },
  ];
}

function aliasEndpoints(
  platform: LinePlatform,
  find: (id: string | undefined) => RichMenu,
  done: () => Answer,
): readonly Endpoint[] {
  const { aliases } = platform.richMenus;
  const presentedAlias = (alias: string) => ({
    richMenuAliasId: alias,
    richMenuId: aliases.get(alias) ?? refuse(404, 'richmenu alias not found'),
  });
  return [
    {
      name: 'rich-menu-alias-create',
      method: 'post',
      path: '/v2/bot/richmenu/alias',
      takesBody: 'json',
      answer: ({ body }) => {
        const alias = property(body, 'richMenuAliasId');
        if (!isText(alias, /^[a-z0-9_-]{1,32}$/)) return refuse(400, 'richMenuAliasId is invalid');
        if (aliases.has(alias)) refuse(409, 'conflict richmenu alias id');
        if (aliases.size >= limits.RICH_MENU_ALIASES)
          refuse(400, 'The maximum number of aliases has been reached');
        aliases.set(alias, find(String(property(body, 'richMenuId'))).richMenuId);
        return done();
      },
    },
    {
      name: 'rich-menu-alias-list',
      method: 'get',
      path: '/v2/bot/richmenu/alias/list',
      answer: () => ({ status: 200, body: { aliases: [...aliases.keys()].map(presentedAlias) } }),
    },
    {
      name: 'rich-menu-alias-get',
      method: 'get',
      path: '/v2/bot/richmenu/alias/:alias',
      answer: ({ params }) => ({ status: 200, body: presentedAlias(params['alias'] ?? '') }),
    },
    {
      name: 'rich-menu-alias-update',
      method: 'post',
      path: '/v2/bot/richmenu/alias/:alias',
      takesBody: 'json',
      answer: ({ params, body }) => {
        const { richMenuAliasId } = presentedAlias(params['alias'] ?? '');
        aliases.set(richMenuAliasId, find(String(property(body, 'richMenuId'))).richMenuId);
        return done();
      },
    },
    {
      name: 'rich-menu-alias-delete',
      method: 'delete',
      path: '/v2/bot/richmenu/alias/:alias',
      rateLimit: limits.RATE_LIMITS.richMenuWrite,
      answer: ({ params }) => {
        aliases.delete(presentedAlias(params['alias'] ?? '').richMenuAliasId);
        return done();
      },
    },
  ];
}

function checked(call: Call): RichMenu['menu'] {
  const wrong = checkRichMenu(call.body);
  if (wrong) throw new LineError(400, wrong);
  return call.body as RichMenu['menu'];
}

function upload(menu: RichMenu, call: Call): void {
  if (menu.image) refuse(400, 'An image has already been uploaded to the richmenu');
  if (!['image/jpeg', 'image/png'].includes(call.contentType)) refuse(415, 'Unsupported Media Type');
  if (!Buffer.isBuffer(call.body) || call.body.length === 0) refuse(400, 'The image is missing');
  const data = call.body as Buffer;
  if (data.length > limits.RICH_MENU_IMAGE_BYTES) refuse(413, 'Request Entity Too Large');
  const size = imageSize(data, call.contentType);
  const wanted = menu.menu['size'] as { width: number; height: number };
  if (size?.width !== wanted.width || size.height !== wanted.height)
    refuse(400, 'The image is not of the richmenu size');
  menu.image = { data, contentType: call.contentType };
}

const presented = ({ richMenuId, menu }: RichMenu) => ({ richMenuId, ...menu });
