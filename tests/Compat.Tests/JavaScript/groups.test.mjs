import assert from "node:assert/strict";
import { test } from "node:test";
import { client, fresh, refusal, signIn } from "./game.mjs";

/** All pages of a list, one after the other. */
async function pages(list, items) {
  const seen = [];
  let cursor = undefined;
  do {
    const page = await list(cursor);
    seen.push(...(page[items] ?? []));
    cursor = page.cursor;
  } while (cursor);
  return seen;
}

const roster = async (session, id, state) => (await pages((cursor) => client.listGroupUsers(session, id, state, 2, cursor), "group_users"))
  .map((entry) => [entry.user.id, entry.state]);

test("a group is founded, edited and ended", async () => {
  const ann = await signIn("ann");
  const name = fresh("clan");
  const group = await client.createGroup(ann, { name, description: "We play", lang_tag: "de", open: true, max_count: 7 });
  assert.deepEqual([group.name, group.description, group.lang_tag, group.open, group.max_count, group.edge_count], [name, "We play", "de", true, 7, 1]);
  assert.equal(group.creator_id, ann.user_id);
  assert.deepEqual(group.metadata, {});
  assert.equal(await client.updateGroup(ann, group.id, { name: name + "2", description: "", open: false }), true);
  const { groups } = await client.listGroups(ann, name + "2", undefined, 10);
  assert.deepEqual([groups.length, groups[0].name, groups[0].open, groups[0].description], [1, name + "2", false, undefined]);
  assert.equal(await client.deleteGroup(ann, group.id), true);
  assert.equal(((await client.listGroups(ann, name + "2", undefined, 10)).groups ?? []).length, 0);
});

test("players join, ask, are let in, rise, fall, go and are banned", async () => {
  const [ann, bob, cid] = [await signIn("ann"), await signIn("bob"), await signIn("cid")];
  const { id } = await client.createGroup(ann, { name: fresh("clan"), open: true });
  assert.equal(await client.joinGroup(bob, id), true);
  assert.equal(await client.updateGroup(ann, id, { open: false }), true);
  assert.equal(await client.joinGroup(cid, id), true);
  assert.deepEqual(await roster(ann, id), [[ann.user_id, 0], [bob.user_id, 2], [cid.user_id, 3]]);
  assert.deepEqual(await roster(ann, id, 3), [[cid.user_id, 3]]);
  assert.equal(await client.addGroupUsers(ann, id, [cid.user_id]), true);
  assert.ok(await client.promoteGroupUsers(ann, id, [bob.user_id, cid.user_id]));
  assert.deepEqual(await roster(ann, id), [[ann.user_id, 0], [bob.user_id, 1], [cid.user_id, 1]]);
  assert.equal(await client.demoteGroupUsers(ann, id, [cid.user_id]), true);
  assert.equal(await client.banGroupUsers(bob, id, [cid.user_id]), true);
  assert.deepEqual(await roster(ann, id, 4), [[cid.user_id, 4]]);
  assert.equal(await client.kickGroupUsers(ann, id, [cid.user_id, bob.user_id]), true);
  assert.deepEqual(await roster(ann, id), [[ann.user_id, 0]]);
  assert.equal(await client.leaveGroup(ann, id), true);
  assert.deepEqual(await roster(ann, id), []);
});

test("groups are searched and listed to the last page", async () => {
  const [ann, team] = [await signIn("ann"), fresh("team")];
  const names = [1, 2, 3, 4, 5].map((number) => `${team} ${number}`);
  for (const name of names) await client.createGroup(ann, { name, open: true });
  // This client takes its arguments in one order and hands them on in another: what it calls the state is the limit.
  const mine = await pages((cursor) => client.listUserGroups(ann, ann.user_id, 2, undefined, cursor), "user_groups");
  assert.deepEqual(mine.map((entry) => [entry.group.name, entry.state]), names.map((name) => [name, 0]));
  const found = await pages((cursor) => client.listGroups(ann, team + "%", cursor, 2), "groups");
  assert.deepEqual(found.map((group) => group.name), names);
});

test("refusals are in the words that clients know", async () => {
  const [ann, bob] = [await signIn("ann"), await signIn("bob")];
  const name = fresh("clan");
  const { id } = await client.createGroup(ann, { name, open: true, max_count: 2 });
  const taken = await refusal(client.createGroup(bob, { name }));
  assert.deepEqual([taken.status, taken.body.code, taken.body.message], [409, 6, "Group name is in use."]);
  await client.joinGroup(bob, id);
  const last = await refusal(client.leaveGroup(ann, id));
  assert.deepEqual([last.status, last.body.code, last.body.message], [400, 3, "Cannot leave group when you are the last superadmin."]);
  const full = await refusal(client.joinGroup(await signIn("cid"), id));
  assert.deepEqual([full.status, full.body.code, full.body.message], [400, 3, "Group is full."]);
  const rights = await refusal(client.kickGroupUsers(bob, id, [ann.user_id]));
  assert.deepEqual([rights.status, rights.body.code, rights.body.message], [404, 5, "Group not found or permission denied."]);
});
