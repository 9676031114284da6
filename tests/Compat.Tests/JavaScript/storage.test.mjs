import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { test } from "node:test";
import { client, fresh, refusal, signIn } from "./game.mjs";

const md5 = (text) => createHash("md5").update(text).digest("hex");

test("an object is written, read and deleted", async () => {
  const ann = await signIn("ann");
  const { acks } = await client.writeStorageObjects(ann, [{ collection: "bag", key: "coins", value: { b: 1, a: { list: [1, 2.5] } }, permission_read: 2 }]);
  assert.equal(acks[0].version, md5(JSON.stringify({ b: 1, a: { list: [1, 2.5] } })));
  const { objects } = await client.readStorageObjects(ann, { object_ids: [{ collection: "bag", key: "coins", user_id: ann.user_id }] });
  assert.deepEqual(objects[0].value, { a: { list: [1, 2.5] }, b: 1 });
  assert.deepEqual([objects[0].permission_read, objects[0].permission_write, objects[0].version], [2, 1, acks[0].version]);
  await client.deleteStorageObjects(ann, { object_ids: [{ collection: "bag", key: "coins", version: acks[0].version }] });
  const after = await client.readStorageObjects(ann, { object_ids: [{ collection: "bag", key: "coins", user_id: ann.user_id }] });
  assert.equal((after.objects ?? []).length, 0);
});

test("versions and permissions reject", async () => {
  const ann = await signIn("ann");
  const write = (object) => client.writeStorageObjects(ann, [{ collection: "bag", key: "k", value: { n: 1 }, ...object }]);
  await write({});
  for (const version of ["*", "0123"]) {
    const { status, body } = await refusal(write({ value: { n: 2 }, version }));
    assert.deepEqual([status, body.code, body.message], [400, 3, "Storage write rejected - version check failed."]);
  }
  await write({ version: md5('{"n":1}'), value: { n: 2 }, permission_write: 0 });
  const { body } = await refusal(write({ value: { n: 3 } }));
  assert.equal(body.message, "Storage write rejected - permission denied.");
  const deletion = await refusal(client.deleteStorageObjects(ann, { object_ids: [{ collection: "bag", key: "k" }] }));
  assert.equal(deletion.body.message, "Storage delete rejected - not found, version check failed, or permission denied.");
});

test("collections are listed page by page to their ends", async () => {
  const [ann, bob] = [await signIn("ann"), await signIn("bob")];
  const collection = fresh("bag");
  const numbers = [...Array(10).keys()];
  await client.writeStorageObjects(ann, numbers.map((n) => ({ collection, key: `k${n}`, value: { n }, permission_read: n % 3 })));
  const walk = async (session, owner, limit) => {
    const seen = [];
    let cursor = undefined;
    do {
      const page = await client.listStorageObjects(session, collection, owner, limit, cursor);
      seen.push(...(page.objects ?? []).map((object) => object.key));
      cursor = page.cursor;
    } while (cursor);
    return seen;
  };
  assert.deepEqual(await walk(ann, ann.user_id, 2), ["k1", "k4", "k7", "k2", "k5", "k8"]);
  assert.deepEqual(await walk(bob, ann.user_id, 2), ["k2", "k5", "k8"]);
  assert.deepEqual(await walk(bob, undefined, 1), ["k2", "k5", "k8"]);
  const { status, body } = await refusal(client.listStorageObjects(bob, collection, ann.user_id, 2, "bad"));
  assert.deepEqual([status, body.message], [400, "Malformed cursor was used."]);
});
