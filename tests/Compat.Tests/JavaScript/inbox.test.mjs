import assert from "node:assert/strict";
import { test } from "node:test";
import { client, connect, fresh, refusal, signIn } from "./game.mjs";

test("notifications are listed to the last page and deleted", async () => {
  const ann = await signIn("ann");
  await client.rpc(ann, "tell_me", { count: 5, persistent: true });
  const seen = [];
  let cursor = undefined;
  for (;;) {
    const page = await client.listNotifications(ann, 2, cursor);
    if ((page.notifications ?? []).length === 0) break;
    seen.push(...page.notifications);
    cursor = page.cacheable_cursor;
  }
  assert.deepEqual(seen.map((told) => [told.subject, told.code, told.content.number]), [1, 2, 3, 4, 5].map((n) => [`News ${n}`, n, n]));
  assert.equal(await client.deleteNotifications(ann, seen.map((told) => told.id)), true);
  const { notifications } = await client.listNotifications(ann, 100);
  assert.equal((notifications ?? []).length, 0);
});

test("a notification reaches the socket at once", async () => {
  const ann = await signIn("ann");
  const socket = await connect(ann);
  const told = new Promise((resolve) => { socket.onnotification = resolve; });
  await client.rpc(ann, "tell_me", { count: 1, persistent: false });
  const { subject, content, code } = await told;
  assert.deepEqual([subject, content, code], ["News 1", { number: 1 }, 1]);
  socket.disconnect(false);
});

test("a room's history is listed to the last page in both orders", async () => {
  const [ann, bob] = [await signIn("ann"), await signIn("bob")];
  const { payload } = await client.rpc(ann, "say", { target: fresh("room").slice(-60), type: 1, count: 5 });
  for (const forward of [true, false]) {
    const numbers = [];
    let cursor = undefined;
    do {
      const page = await client.listChannelMessages(bob, payload.channel, 2, forward, cursor);
      numbers.push(...page.messages.map((message) => message.content.number));
      assert.equal(page.messages.every((message) => message.sender_id === ann.user_id && message.code === 0), true);
      cursor = page.next_cursor;
    } while (cursor);
    assert.deepEqual(numbers, forward ? [1, 2, 3, 4, 5] : [5, 4, 3, 2, 1]);
  }
});

test("a conversation is closed to others", async () => {
  const [ann, bob, eve] = [await signIn("ann"), await signIn("bob"), await signIn("eve")];
  const { payload } = await client.rpc(ann, "say", { target: bob.user_id, type: 2, count: 1 });
  const { messages } = await client.listChannelMessages(bob, payload.channel, 10);
  assert.deepEqual([messages.length, messages[0].username], [1, ann.username]);
  const { status, body } = await refusal(client.listChannelMessages(eve, payload.channel, 10));
  assert.deepEqual([status, body.message], [400, "Channel not found."]);
});
