import assert from "node:assert/strict";
import { test } from "node:test";
import { client, refusal, signIn } from "./game.mjs";

test("a function answers what it was sent", async () => {
  const { payload } = await client.rpc(await signIn(), "echo", { hello: "world", list: [1, 2, 3] });
  assert.deepEqual(payload, { hello: "world", list: [1, 2, 3] });
});

test("a function knows who calls", async () => {
  const session = await signIn("caller", { tier: "gold" });
  const { payload } = await client.rpc(session, "whoami", {});
  assert.equal(payload.user_id, session.user_id);
  assert.equal(payload.username, session.username);
  assert.equal(payload.vars.tier, "gold");
  assert.equal(payload.mode, "rpc");
});

test("a server calls with the HTTP key", async () => {
  const { payload } = await client.rpcHttpKey("defaulthttpkey", "whoami", {});
  assert.equal(payload.user_id, undefined);
});

test("a function's refusal reaches the client with its code", async () => {
  const { status, body } = await refusal(client.rpc(await signIn(), "refuse", {}));
  assert.equal(status, 400);
  assert.deepEqual({ code: body.code, message: body.message }, { code: 9, message: "not today" });
});

test("an unknown function is not found", async () => {
  const { status, body } = await refusal(client.rpc(await signIn(), "nothing_here", {}));
  assert.equal(status, 404);
  assert.equal(body.message, "RPC function not found");
});

test("endless and greedy functions are ended and hurt nobody else", async () => {
  const session = await signIn();
  const [endless, greedy, echo] = await Promise.all([
    refusal(client.rpc(session, "endless", {})), refusal(client.rpc(session, "greedy", {})), client.rpc(session, "echo", { still: "here" }),
  ]);
  assert.equal(endless.status, 500);
  assert.equal(endless.body.code, 13);
  assert.equal(greedy.status, 500);
  assert.deepEqual(echo.payload, { still: "here" });
});

test("a judge's score counts at once", async () => {
  const session = await signIn();
  const { payload } = await client.rpc(session, "judge", { score: 1234 });
  assert.equal(Number(payload.score), 1234);
  assert.equal(Number(payload.rank) >= 1, true);
});
