import assert from "node:assert/strict";
import { test } from "node:test";
import { client, refusal, signIn } from "./game.mjs";

const walletOf = async (session) => JSON.parse((await client.getAccount(session)).wallet);

test("the account shows the wallet that server code fills", async () => {
  const session = await signIn();
  assert.deepEqual(await walletOf(session), {});
  assert.deepEqual((await client.rpc(session, "earn", { coins: 7 })).payload, { coins: 7 });
  assert.equal((await client.getAccount(session)).wallet, '{"coins": 7}');
});

test("nothing goes below zero", async () => {
  const session = await signIn();
  await client.rpc(session, "earn", { coins: 7 });
  const { body } = await refusal(client.rpc(session, "earn", { gems: 1, coins: -8 }));
  assert.match(body.message, /wallet update rejected negative value at path 'coins'/);
  assert.deepEqual(await walletOf(session), { coins: 7 });
});

test("nobody sees the wallets of others", async () => {
  const [ann, bob] = [await signIn(), await signIn()];
  await client.rpc(ann, "earn", { coins: 7 });
  const { users } = await client.getUsers(bob, [ann.user_id]);
  assert.equal(users.length, 1);
  assert.ok(!JSON.stringify(users).includes("coins"));
});

test("a ledger is walked to its last page", async () => {
  const session = await signIn();
  for (const coins of [1, 2, 3]) await client.rpc(session, "earn", { coins });
  assert.deepEqual((await client.rpc(session, "ledger", {})).payload, [[3, 2], [1]]);
});
