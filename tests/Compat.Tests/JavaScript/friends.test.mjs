import assert from "node:assert/strict";
import { test } from "node:test";
import { client, refusal, signIn } from "./game.mjs";

/** All pages of a list, a few at a time. */
async function all(page) {
  const seen = [];
  let cursor = undefined;
  do {
    const { items, next } = await page(cursor);
    seen.push(...items);
    cursor = next;
  } while (cursor);
  return seen;
}

const friendsOf = (player, state = undefined) => all(async (cursor) => {
  const list = await client.listFriends(player, state, 2, cursor);
  return { items: list.friends ?? [], next: list.cursor };
});

test("an invite is sent, answered and the friend removed", async () => {
  const [ann, bob] = [await signIn("ann"), await signIn("bob")];
  assert.equal(await client.addFriends(ann, [bob.user_id]), true);
  assert.deepEqual((await friendsOf(bob)).map((friend) => [friend.user.id, friend.state]), [[ann.user_id, 2]]);
  assert.equal(await client.addFriends(bob, [], [ann.username]), true);
  assert.deepEqual((await friendsOf(ann)).map((friend) => friend.state), [0]);
  const { notifications } = await client.listNotifications(ann, 10);
  assert.deepEqual(notifications.map((notification) => [notification.code, notification.sender_id]), [[-3, bob.user_id]]);
  assert.equal(await client.deleteFriends(ann, [bob.user_id]), true);
  assert.equal((await friendsOf(bob)).length, 0);
});

test("whoever is blocked cannot come back until unblocked", async () => {
  const [ann, bob] = [await signIn("ann"), await signIn("bob")];
  assert.equal(await client.blockFriends(ann, [bob.user_id]), true);
  await client.addFriends(bob, [ann.user_id]);
  assert.equal((await friendsOf(bob)).length, 0);
  assert.deepEqual((await friendsOf(ann, 3)).map((friend) => friend.user.id), [bob.user_id]);
  await client.deleteFriends(ann, [], [bob.username]);
  await client.addFriends(bob, [ann.user_id]);
  assert.deepEqual((await friendsOf(bob)).map((friend) => friend.state), [1]);
});

test("friends are listed page by page to the last", async () => {
  const ann = await signIn("ann");
  const others = [];
  for (let i = 0; i < 5; i++) others.push(await signIn());
  await client.addFriends(ann, others.map((other) => other.user_id));
  assert.deepEqual((await friendsOf(ann, 1)).map((friend) => friend.user.id), others.map((other) => other.user_id));
});

test("friends of friends are found through every friend", async () => {
  const [ann, bob, cid] = [await signIn("ann"), await signIn("bob"), await signIn("cid")];
  const strangers = [await signIn(), await signIn(), await signIn()];
  for (const [one, other] of [[ann, bob], [ann, cid], ...strangers.map((stranger) => [bob, stranger]), ...strangers.map((stranger) => [cid, stranger])]) {
    await client.addFriends(one, [other.user_id]);
    await client.addFriends(other, [one.user_id]);
  }
  const found = await all(async (cursor) => {
    const list = await client.listFriendsOfFriends(ann, 2, cursor);
    return { items: list.friends_of_friends ?? [], next: list.cursor };
  });
  const expected = [bob, cid].flatMap((friend) => strangers.map((stranger) => `${friend.user_id} ${stranger.user_id}`));
  assert.deepEqual(found.map((one) => `${one.referrer} ${one.user.id}`).sort(), expected.sort());
});

test("imports say that they are not configured", async () => {
  const ann = await signIn("ann");
  for (const call of [() => client.importFacebookFriends(ann, { token: "t" }), () => client.importSteamFriends(ann, { token: "t" }, false)]) {
    const { status, body } = await refusal(call());
    assert.deepEqual([status, body.code], [400, 9]);
  }
});

test("nobody is their own friend", async () => {
  const ann = await signIn("ann");
  const { status, body } = await refusal(client.addFriends(ann, [ann.user_id]));
  assert.deepEqual([status, body.message], [400, "Cannot add self as friend."]);
});
